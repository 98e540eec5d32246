package io.github.vaegraph.savedmodel;

import io.github.vaegraph.graph.GraphOps;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.latent.Prior;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Networks;
import io.github.vaegraph.model.Start;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.signature.ModelForm;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signatures;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Encoder and decoder for serving: no optimizer, no gradient, no training input. Every signature
 * takes and returns tensors whose first axis is the batch, and a row of the result depends on the
 * same row of the inputs alone, so that a server may merge requests.
 */
final class InferenceGraph implements AutoCloseable {
  /** What {@code generate} makes codes of, [B, L] and [B, 1], for those who check them. */
  static final String GENERATE_NOISE = Signatures.GENERATE.node("noise");

  static final String GENERATE_CHOICE = Signatures.GENERATE.node("choice");

  /** Codes whose lowest layers, so many, follow from those above. */
  static String following(int lowest) {
    return Signatures.DECODE.node("following" + lowest);
  }

  final Graph graph = new Graph();
  final List<org.tensorflow.Signature> signatures;

  /** What follows from the variables alone, by name. */
  final Map<String, Operand<TFloat64>> derived;

  private final ServedNetworks served;
  private final Ops tf;

  /**
   * @param scoreSamples K, the codes that {@code score} draws for each image
   * @param known of what follows from the variables alone; nothing where it is to be computed
   */
  InferenceGraph(ModelConfig config, int scoreSamples, Map<String, TFloat64> known) {
    this.tf = GraphOps.of(graph);
    Parameters parameters = Parameters.restored(tf, known);
    Networks networks =
        Networks.create(tf, parameters, config, new Start(new float[config.image().size()]));
    this.derived = parameters.derived();
    this.served = new ServedNetworks(tf, config, networks);
    ModelForm form = Forms.of(config);
    SignatureNodes nodes = new SignatureNodes(tf, form);
    Map<String, Computation> computations = computations(scoreSamples);
    this.signatures =
        Signatures.of(form).stream()
            .map(
                signature ->
                    nodes.write(
                        signature, Objects.requireNonNull(computations.get(signature.name()))))
            .toList();
    GraphOps.addSaver(graph);
  }

  /** What each signature computes, by its name. */
  private Map<String, Computation> computations(int scoreSamples) {
    PosteriorSignatures posterior = new PosteriorSignatures(served);
    return Map.of(
        Signatures.ENCODE.name(),
        this::encode,
        Signatures.SERVING_DEFAULT.name(),
        this::encode,
        Signatures.GENERATE.name(),
        this::generate,
        Signatures.GENERATE_FROM_NOISE.name(),
        this::generateFromNoise,
        Signatures.DECODE.name(),
        this::decode,
        Signatures.RECONSTRUCT.name(),
        this::reconstruct,
        Signatures.INTERPOLATE.name(),
        this::interpolate,
        Signatures.SAMPLE.name(),
        posterior::sample,
        Signatures.SCORE.name(),
        given -> posterior.score(given, scoreSamples));
  }

  private Map<Part, Operand<TFloat32>> encode(Computation.Given given) {
    Posterior posterior = served.posterior(given.reals(Signatures.IMAGE), served.condition(given));
    return Map.of(
        Signatures.MEAN, posterior.mean(), Signatures.LOG_VARIANCE, posterior.logVariance());
  }

  private Map<Part, Operand<TFloat32>> generate(Computation.Given given) {
    Noise noise = ServedNetworks.noise(given.wholes(Signatures.SEED));
    // What codes are made of is the same for all classes.
    Prior.Source source = served.networks().latents().prior(tf, Condition.NONE).source(tf, noise);
    return generated(
        new Prior.Source(
            tf.withName(GENERATE_NOISE).identity(source.normal()),
            source.choice().map(choice -> tf.withName(GENERATE_CHOICE).identity(choice))),
        served.condition(given));
  }

  private Map<Part, Operand<TFloat32>> generateFromNoise(Computation.Given given) {
    Operand<TFloat32> noise = given.reals(Signatures.NOISE);
    Condition condition = served.condition(given);
    if (!given.has(Signatures.CHOICE)) {
      return generated(new Prior.Source(noise, Optional.empty()), condition);
    }
    Operand<TFloat32> choice = tf.expandDims(given.reals(Signatures.CHOICE), tf.constant(1));
    List<Operand<TFloat32>> rows = served.ofEqualRows(List.of(noise, choice));
    return generated(new Prior.Source(rows.get(0), Optional.of(rows.get(1))), condition);
  }

  private Map<Part, Operand<TFloat32>> generated(Prior.Source source, Condition condition) {
    Condition told =
        condition.with(rows -> served.ofEqualRows(List.of(source.normal(), rows)).get(1));
    Operand<TFloat32> codes = served.networks().latents().prior(tf, told).codes(tf, source);
    return Map.of(Signatures.DECODED, served.decoded(codes, told), Signatures.Z, codes);
  }

  private Map<Part, Operand<TFloat32>> decode(Computation.Given given) {
    Operand<TFloat32> codes = given.reals(Signatures.Z);
    for (int lowest = 1; lowest < served.config().latent().dim().layers().size(); lowest++) {
      tf.withName(following(lowest))
          .identity(
              served.networks().latents().following(tf, codes, lowest, served.condition(given)));
    }
    return Map.of(
        Signatures.DECODED, served.decoded(given.reals(Signatures.Z), served.condition(given)));
  }

  private Map<Part, Operand<TFloat32>> reconstruct(Computation.Given given) {
    Condition condition = served.condition(given);
    Operand<TFloat32> mean = served.posterior(given.reals(Signatures.IMAGE), condition).mean();
    return Map.of(Signatures.DECODED, served.decoded(mean, condition));
  }

  /**
   * Pictures between two images. The straight line between the posterior means is taken: it starts
   * and ends at the images' reconstructions, and is defined for means at the origin. (Spherical
   * interpolation keeps the length of draws from the prior, which means are not.)
   */
  private Map<Part, Operand<TFloat32>> interpolate(Computation.Given given) {
    Condition condition = served.condition(given);
    List<Operand<TFloat32>> rows =
        served.ofEqualRows(
            List.of(
                served.posterior(given.reals(Signatures.START), condition).mean(),
                served.posterior(given.reals(Signatures.END), condition).mean(),
                tf.expandDims(given.reals(Signatures.POSITION), tf.constant(1))));
    Operand<TFloat32> from = rows.get(0);
    // z = from + position * (to - from)
    Operand<TFloat32> step = tf.math.mul(rows.get(2), tf.math.sub(rows.get(1), from));
    Operand<TFloat32> codes = tf.math.add(from, step);
    return Map.of(Signatures.DECODED, served.decoded(codes, condition));
  }

  @Override
  public void close() {
    graph.close();
  }
}
