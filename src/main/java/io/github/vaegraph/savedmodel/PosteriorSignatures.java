package io.github.vaegraph.savedmodel;

import io.github.vaegraph.latent.Draw;
import io.github.vaegraph.latent.Latents;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.model.Samples;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.Evidence;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signatures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * The signatures that draw codes from q(z|x). Each row's noise is a function of its own seed; the
 * first code that {@code score} draws is the one that {@code sample} draws for the same seed.
 */
final class PosteriorSignatures {
  /** The noise of {@code score}, [K, B, L], for those who check its figures. */
  static final String SCORE_NOISE = Signatures.SCORE.node("noise");

  /**
   * The rate of {@code score}, [B]: no output of the signature, which servers' clients know as it
   * is, but there for those who have the graph.
   */
  static final String SCORE_RATE = Signatures.SCORE.node("rate");

  /** Codes drawn and decoded in one product. */
  private static final int AT_ONCE = 16;

  /** Such products at a time: a request's row takes the memory of all the images in them. */
  private static final int IN_FLIGHT = 2;

  private final ServedNetworks served;
  private final Ops tf;

  PosteriorSignatures(ServedNetworks served) {
    this.served = served;
    this.tf = served.tf();
  }

  Map<Part, Operand<TFloat32>> sample(Computation.Given given) {
    Noise noise = ServedNetworks.noise(given.wholes(Signatures.SEED));
    Condition condition = served.condition(given);
    Posterior posterior = served.posterior(given.reals(Signatures.IMAGE), condition);
    Operand<TFloat32> codes =
        posterior
            .draw(tf, (ops, columns) -> withRowsOf(posterior.mean(), noise.normal(ops, columns)))
            .codes();
    return Map.of(Signatures.Z, codes, Signatures.DECODED, served.decoded(codes, condition));
  }

  /**
   * Both bounds of log p(x) in nats, for the image as it is given: under a Bernoulli likelihood,
   * grey pixels give a cross entropy. The ELBO's KL is the closed form where there is one, its
   * likelihood the mean over all K codes, which costs nothing more and varies less than one code's.
   *
   * @param samples K
   */
  Map<Part, Operand<TFloat32>> score(Computation.Given given, int samples) {
    Operand<TInt64> seed = given.wholes(Signatures.SEED);
    Operand<TFloat32> pixels = served.flat(given.reals(Signatures.SCORED));
    // One pixel of each image holds the seeds to as many rows.
    Operand<TFloat32> rows =
        tf.slice(pixels, tf.constant(new int[] {0, 0}), tf.constant(new int[] {-1, 1}));
    Map<Integer, Operand<TFloat32>> noise = new HashMap<>(); // [K, B, columns]
    IntFunction<Operand<TFloat32>> drawn =
        columns -> noise.computeIfAbsent(columns, n -> scoreNoise(seed, rows, samples, n));
    Latents.Inference inference =
        served.networks().latents().inference(tf, pixels, served.condition(given));
    Evidence evidence = evidence(inference, pixels, drawn, samples);
    Operand<TFloat32> rate = tf.withName(SCORE_RATE).identity(evidence.rate(tf).orElseThrow());
    // ELBO = E_q[log p(x|z)] - KL(q(z|x) || p(z))
    Operand<TFloat32> elbo = tf.math.neg(tf.math.add(evidence.distortion(tf), rate));
    return Map.of(
        Signatures.ELBO, elbo, Signatures.LOG_LIKELIHOOD, evidence.importanceWeighted(tf));
  }

  /** A row's seed gives the noise of all its codes: [B] -> [K, B, L]. */
  private Operand<TFloat32> scoreNoise(
      Operand<TInt64> seed, Operand<TFloat32> rows, int samples, int columns) {
    Operand<TFloat32> noise = ServedNetworks.noise(seed).normal(tf, samples * columns);
    Operand<TFloat32> draws =
        tf.reshape(withRowsOf(rows, noise), tf.constant(new int[] {-1, samples, columns}));
    return tf.withName(SCORE_NOISE).linalg.transpose(draws, tf.constant(new int[] {1, 0, 2}));
  }

  private Operand<TFloat32> withRowsOf(Operand<TFloat32> rows, Operand<TFloat32> noise) {
    return served.ofEqualRows(List.of(rows, noise)).get(1);
  }

  /** A few codes after the others: images [B, D] and noise [K, B, columns] -> [K, B]. */
  private Evidence evidence(
      Latents.Inference inference,
      Operand<TFloat32> pixels,
      IntFunction<Operand<TFloat32>> noise,
      int samples) {
    List<Evidence> parts = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (int from = 0; from < samples; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, samples - from);
      int[] begin = {from, 0, 0};
      int[] size = {count, -1, -1};
      // Not before earlier ones are done: the memory of all at once would grow with K.
      List<Op> before =
          parts.size() < IN_FLIGHT
              ? List.of()
              : List.of(parts.get(parts.size() - IN_FLIGHT).likelihood());
      Ops later = tf.withControlDependencies(before);
      Draw draw =
          inference.draw(
              (ops, columns) ->
                  later.slice(noise.apply(columns), tf.constant(begin), tf.constant(size)));
      Operand<TFloat32> likelihood =
          served
              .networks()
              .logLikelihood(
                  tf,
                  pixels,
                  draw.seen(),
                  Samples.known(tf, count),
                  (ops, reconstruction, x) -> reconstruction.logProb(ops, x));
      parts.add(new Evidence(likelihood, draw.layers()));
      counts.add(count);
    }
    return Evidence.ofCodes(tf, parts, counts);
  }
}
