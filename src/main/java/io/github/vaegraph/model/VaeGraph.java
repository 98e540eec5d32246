package io.github.vaegraph.model;

import io.github.vaegraph.graph.Adam;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.objective.Objective;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * The whole computation of a variational autoencoder as one TensorFlow graph: images, encoder,
 * reparameterization, decoder, densities, and, when it is built for training, the bound and Adam.
 * Training and evaluation are two sets of towers over the same variables; a run computes only what
 * is fetched from it.
 */
final class VaeGraph implements AutoCloseable {
  /** What one training step is made of. */
  record TrainStep(
      Placeholder<TUint8> pixels, // [B, D] with B known; rows from count on fill it up
      Placeholder<TInt32> count, // []
      Placeholder<TFloat32> beta, // []
      Placeholder<TFloat32> learningRate, // []
      Op apply,
      Operand<TFloat32> loss, // [] minus the mean bound
      Operand<TFloat32> rate, // [] mean over the batch
      Operand<TFloat32> distortion, // []
      Operand<TFloat32> gradientNorms, // [V] by variable, in the order of their creation
      Map<String, Operand<TFloat32>> biasGradients, // one value a unit
      Map<String, Operand<TBool>> finite) {} // [] of each variable, the optimizer's among them

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
  final Operand<TFloat32> decoded; // [N, D] the likelihood's mean

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
    Towers.Plan plan = new Towers.Plan(config, networks, options.towers(), options.maxValue());
    trainStep = options.training().map(training -> trainStep(tf, plan, training));
    Towers evaluation = Towers.evaluation(tf, plan, pixels, samples, noiseSeed);
    rate = evaluation.rows(t -> t.densities().rate());
    distortion = evaluation.rows(t -> t.densities().distortion(tf));
    importanceWeighted = evaluation.rows(t -> t.densities().importanceWeighted(tf));
    posteriorMean = evaluation.rows(t -> t.posterior().mean());
    posteriorLogVariance = evaluation.rows(t -> t.posterior().logVariance());
    codes =
        tf.withName("codes")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, config.latentDim())));
    decoded = networks.decoder().decode(tf, codes).mean(tf);
  }

  private TrainStep trainStep(Ops tf, Towers.Plan plan, GraphOptions.Training training) {
    Shape batch = Shape.of(training.batchSize(), plan.config().image().size());
    Placeholder<TUint8> batchPixels =
        tf.withName("training.pixels").placeholder(TUint8.class, Placeholder.shape(batch));
    Placeholder<TInt32> count = scalar(tf, "training.count", TInt32.class);
    Placeholder<TFloat32> beta = scalar(tf, "beta", TFloat32.class);
    Placeholder<TFloat32> learningRate = scalar(tf, "learningRate", TFloat32.class);
    // TensorFlow's rewriting does not trust a placeholder's shape, as it may be fed another, and
    // with one unknown shape it computes many at every step.
    Operand<TUint8> sized = tf.ensureShape(batchPixels, batch);
    Operand<TInt32> rows = tf.ensureShape(count, Shape.scalar());
    Operand<TFloat32> weight = tf.ensureShape(beta, Shape.scalar());
    Towers towers = Towers.training(tf, plan, sized, training.samples(), noiseSeed);
    Objective objective = Objective.named(plan.config().objective());
    // loss = -mean bound: the only minus between a bound and what is minimized
    Operand<TFloat32> loss =
        tf.math.neg(towers.mean(rows, t -> objective.bound(tf, t.densities(), weight)));
    Adam.Descent descent =
        new Adam(graph, learningRate).minimize(loss, parameters, training.clipNorm());
    return new TrainStep(
        batchPixels,
        count,
        beta,
        learningRate,
        descent.apply(),
        loss,
        towers.mean(rows, t -> t.densities().rate()),
        towers.mean(rows, t -> t.densities().distortion(tf)),
        descent.norms(),
        descent.biasGradients(),
        Layers.finite(tf, graph));
  }

  private static <T extends TType> Placeholder<T> scalar(Ops tf, String name, Class<T> type) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  @Override
  public void close() {
    graph.close();
  }
}
