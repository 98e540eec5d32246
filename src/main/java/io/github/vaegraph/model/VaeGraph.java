package io.github.vaegraph.model;

import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Adam;
import io.github.vaegraph.graph.GraphOps;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Loss;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.Bound;
import io.github.vaegraph.objective.Evidence;
import io.github.vaegraph.objective.Pressure;
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
      Optional<Placeholder<TUint8>> fractions, // [B, D] where levels have a width
      Optional<Placeholder<TInt32>> labels, // [B], where the model is conditional
      Placeholder<TInt32> count, // []
      Placeholder<TFloat32> beta, // []
      Placeholder<TFloat32> learningRate, // []
      Op apply,
      Operand<TFloat32> loss, // [] minus the mean bound
      Operand<TFloat32> rate, // [] mean over the batch; 0 where codes are points
      Operand<TFloat32> distortion, // []
      Operand<TFloat32> gradientNorms, // [V] by variable, in the order of their creation
      Map<String, Operand<TFloat32>> biasGradients, // one value a unit
      Map<String, Operand<TBool>> finite) {} // [] of each variable, the optimizer's among them

  final Graph graph = new Graph();
  final Parameters parameters;
  final Placeholder<TUint8> pixels; // [B, D]
  final Optional<Placeholder<TUint8>> fractions; // [B, D] where levels have a width
  final Optional<Placeholder<TInt32>> labels; // [B], where the model is conditional
  final Placeholder<TInt64> noiseSeed; // [2]
  final Placeholder<TInt32> samples; // [] K, for evaluation
  final Optional<TrainStep> trainStep;
  final Operand<TFloat32> rate; // [B]; 0 where codes are points
  final Operand<TFloat32> distortion; // [B]
  final Operand<TFloat32> importanceWeighted; // [B]
  final Operand<TFloat32> logWeights; // [K, B]
  final Operand<TFloat32> posteriorMean; // [B, L]
  final Operand<TFloat32> posteriorLogVariance; // [B, L]
  final Placeholder<TFloat32> codes; // [N, L]
  final Optional<Placeholder<TInt32>> codeLabels; // [N], where the model is conditional
  final Operand<TFloat32> decoded; // [N, D] the likelihood's mean
  final Optional<Operand<TFloat32>> scale; // [N, D], or [1] where all share one
  final Placeholder<TInt64> seeds; // [N]
  final Operand<TFloat32> generated; // [N, L] a code from the prior for each seed
  final Operand<TFloat32> sampled; // [B, L] a code from each image's posterior for its seed

  VaeGraph(ModelConfig config, GraphOptions options) {
    Ops tf = GraphOps.of(graph);
    pixels =
        tf.withName("pixels")
            .placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, config.image().size())));
    Shape images = Shape.of(-1, config.image().size());
    fractions = fractions(tf, "fractions", options, images);
    labels = labels(tf, "labels", config, -1);
    noiseSeed = tf.withName("noiseSeed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    samples = tf.withName("samples").placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
    parameters =
        options.training().isPresent()
            ? Parameters.initialized(tf, options.training().get().seed())
            : Parameters.restored(tf);
    Start start =
        options
            .training()
            .map(GraphOptions.Training::start)
            .orElseGet(() -> new Start(new float[config.image().size()]));
    Networks networks = Networks.create(tf, parameters, config, start);
    Towers.Plan plan = new Towers.Plan(networks, options.towers());
    trainStep = options.training().map(training -> trainStep(tf, plan, config, options, training));
    Pixels fed = new Pixels(pixels, fractions.map(part -> part), options.maxValue());
    Towers evaluation =
        Towers.evaluation(tf, plan, fed, condition(tf, labels, config), samples, noiseSeed);
    Evidence evidence = evaluation.evidence();
    distortion = evidence.distortion(tf);
    rate = evidence.rate(tf).orElseGet(() -> tf.zerosLike(distortion));
    importanceWeighted = evidence.importanceWeighted(tf);
    logWeights = evidence.logWeights(tf);
    posteriorMean = evaluation.rows(t -> t.draw().mean());
    posteriorLogVariance = evaluation.rows(t -> t.draw().logVariance());
    codes =
        tf.withName("codes")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, config.latentDim())));
    codeLabels = labels(tf, "codes.labels", config, -1);
    Condition codeClasses = condition(tf, codeLabels, config);
    Distribution reconstruction = networks.decode(tf, codes, codeClasses);
    decoded = reconstruction.mean(tf);
    scale = reconstruction.scale(tf);
    seeds = tf.withName("seeds").placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    Noise seeded = (ops, columns) -> SeededNormal.noise(ops, seeds, columns);
    generated = networks.latents().prior(tf, codeClasses).sample(tf, seeded);
    sampled =
        networks
            .latents()
            .posterior(tf, fed.images(tf), condition(tf, labels, config))
            .draw(tf, seeded)
            .codes();
    GraphOps.addSaver(graph);
  }

  private TrainStep trainStep(
      Ops tf,
      Towers.Plan plan,
      ModelConfig config,
      GraphOptions options,
      GraphOptions.Training training) {
    Shape batch = Shape.of(training.batchSize(), config.image().size());
    Placeholder<TUint8> batchPixels =
        tf.withName("training.pixels").placeholder(TUint8.class, Placeholder.shape(batch));
    Optional<Placeholder<TUint8>> batchFractions =
        fractions(tf, "training.fractions", options, batch);
    Optional<Placeholder<TInt32>> batchLabels =
        labels(tf, "training.labels", config, training.batchSize());
    Placeholder<TInt32> count = scalar(tf, "training.count", TInt32.class);
    Placeholder<TFloat32> beta = scalar(tf, "beta", TFloat32.class);
    Placeholder<TFloat32> learningRate = scalar(tf, "learningRate", TFloat32.class);
    // TensorFlow's rewriting does not trust a placeholder's shape, as it may be fed another, and
    // with one unknown shape it computes many at every step.
    Pixels sized =
        new Pixels(batchPixels, batchFractions.map(part -> part), options.maxValue())
            .with(whole -> tf.ensureShape(whole, batch));
    Pressure pressure = new Pressure(tf.ensureShape(beta, Shape.scalar()));
    Operand<TFloat32> rows = rows(tf, training.batchSize(), tf.ensureShape(count, Shape.scalar()));
    Condition condition =
        condition(
            tf,
            batchLabels.map(fed -> tf.ensureShape(fed, Shape.of(training.batchSize()))),
            config);
    Evidence evidence =
        Towers.training(tf, plan, sized, condition, training.samples(), noiseSeed).evidence();
    Loss loss = config.objective().bound(tf, evidence, pressure).loss(tf, rows);
    Adam.Descent descent =
        new Adam(graph, learningRate).minimize(loss, parameters, training.clipNorm());
    return new TrainStep(
        batchPixels,
        batchFractions,
        batchLabels,
        count,
        beta,
        learningRate,
        descent.apply(),
        loss.value(),
        evidence
            .rate(tf)
            .<Operand<TFloat32>>map(stepRate -> Bound.mean(tf, stepRate, rows))
            .orElseGet(() -> tf.constant(0f)),
        Bound.mean(tf, evidence.distortion(tf), rows),
        descent.norms(),
        descent.biasGradients(),
        Layers.finite(tf, graph));
  }

  /** [B] 1 for the first {@code count} rows, 0 for those that fill a batch up. */
  private static Operand<TFloat32> rows(Ops tf, int batchSize, Operand<TInt32> count) {
    Operand<TInt32> positions = tf.range(tf.constant(0), tf.constant(batchSize), tf.constant(1));
    return tf.dtypes.cast(tf.math.less(positions, count), TFloat32.class);
  }

  private static Optional<Placeholder<TUint8>> fractions(
      Ops tf, String name, GraphOptions options, Shape shape) {
    return options.spreads()
        ? Optional.of(tf.withName(name).placeholder(TUint8.class, Placeholder.shape(shape)))
        : Optional.empty();
  }

  private static Optional<Placeholder<TInt32>> labels(
      Ops tf, String name, ModelConfig config, int rows) {
    return config
        .classes()
        .map(c -> tf.withName(name).placeholder(TInt32.class, Placeholder.shape(Shape.of(rows))));
  }

  private static Condition condition(
      Ops tf, Optional<? extends Operand<TInt32>> labels, ModelConfig config) {
    return labels.map(rows -> Condition.of(tf, rows, config.classCount())).orElse(Condition.NONE);
  }

  private static <T extends TType> Placeholder<T> scalar(Ops tf, String name, Class<T> type) {
    return tf.withName(name).placeholder(type, Placeholder.shape(Shape.scalar()));
  }

  @Override
  public void close() {
    graph.close();
  }
}
