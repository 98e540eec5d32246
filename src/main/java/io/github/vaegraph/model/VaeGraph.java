package io.github.vaegraph.model;

import io.github.vaegraph.graph.Adam;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.objective.Objective;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * The whole computation of a variational autoencoder as one TensorFlow graph: images, encoder,
 * reparameterization, decoder, densities, and, when it is built for training, the bound and Adam.
 * Training and evaluation are two sets of towers over the same variables; a run computes only what
 * is fetched from it.
 */
final class VaeGraph implements AutoCloseable {
  /** What one training step is made of. */
  record TrainStep(
      Placeholder<TFloat32> beta, // []
      Placeholder<TFloat32> learningRate, // []
      Op apply,
      Operand<TFloat32> loss, // [] minus the mean bound
      Operand<TFloat32> rate, // [] mean over the batch
      Operand<TFloat32> distortion) {} // []

  final Graph graph = new Graph();
  final Parameters parameters;
  final Placeholder<TUint8> pixels; // [B, D]
  final Placeholder<TInt64> noiseSeed; // [2]
  final Placeholder<TInt32> samples; // [] K, for evaluation
  final Optional<TrainStep> trainStep;
  final Operand<TFloat32> rate; // [B]
  final Operand<TFloat32> distortion; // [B]
  final Operand<TFloat32> importanceWeighted; // [B]
  final Operand<TFloat32> posteriorMean; // [B, L]
  final Operand<TFloat32> posteriorLogVariance; // [B, L]
  final Placeholder<TFloat32> codes; // [N, L]
  final Operand<TFloat32> decoded; // [1, N, D] the likelihood's mean

  VaeGraph(ModelConfig config, GraphOptions options) {
    Ops tf = Ops.create(graph);
    pixels =
        tf.withName("pixels")
            .placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, config.image().size())));
    noiseSeed = tf.withName("noiseSeed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    samples = tf.withName("samples").placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
    parameters =
        options.training().isPresent()
            ? Parameters.initialized(tf, options.training().get().seed())
            : Parameters.restored(tf);
    float[] mean =
        options
            .training()
            .map(GraphOptions.Training::mean)
            .orElseGet(() -> new float[config.image().size()]);
    Networks networks = Networks.create(tf, parameters, config, mean);
    trainStep = options.training().map(t -> trainStep(tf, networks, config, options, t));

    Towers evaluation =
        Towers.build(
            tf, options.towers(), networks, config, options.maxValue(), pixels, samples, noiseSeed);
    rate = evaluation.rows(t -> t.densities().rate());
    distortion = evaluation.rows(t -> t.densities().distortion(tf));
    importanceWeighted = evaluation.rows(t -> t.densities().importanceWeighted(tf));
    posteriorMean = evaluation.rows(t -> t.posterior().mean());
    posteriorLogVariance = evaluation.rows(t -> t.posterior().logVariance());
    codes =
        tf.withName("codes")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, config.latentDim())));
    decoded = networks.decoder().decode(tf, tf.expandDims(codes, tf.constant(0))).mean(tf);
  }

  private TrainStep trainStep(
      Ops tf,
      Networks networks,
      ModelConfig config,
      GraphOptions options,
      GraphOptions.Training training) {
    Placeholder<TFloat32> beta =
        tf.withName("beta").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    Placeholder<TFloat32> learningRate =
        tf.withName("learningRate").placeholder(TFloat32.class, Placeholder.shape(Shape.scalar()));
    // K is a constant here and fed in evaluation: shapes that are known cost no ops.
    Towers towers =
        Towers.build(
            tf,
            options.towers(),
            networks,
            config,
            options.maxValue(),
            pixels,
            tf.constant(training.samples()),
            noiseSeed);
    Objective objective = Objective.named(config.objective());
    Operand<TFloat32> count = tf.dtypes.cast(Layers.rows(tf, pixels), TFloat32.class);
    // loss = -(1/B) sum of the rows' bounds: the only minus between a bound and what is minimized
    Operand<TFloat32> bound = towers.sum(t -> objective.bound(tf, t.densities(), beta));
    Operand<TFloat32> loss = tf.math.neg(tf.math.div(bound, count));
    Op apply = new Adam(graph, learningRate).minimize(loss, parameters, training.clipNorm());
    return new TrainStep(
        beta,
        learningRate,
        apply,
        loss,
        tf.math.div(towers.sum(t -> t.densities().rate()), count),
        tf.math.div(towers.sum(t -> t.densities().distortion(tf)), count));
  }

  @Override
  public void close() {
    graph.close();
  }
}
