package io.github.vaegraph.savedmodel;

import io.github.vaegraph.latent.Draw;
import io.github.vaegraph.latent.Noise;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.model.Samples;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.objective.Evidence;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** Codes decoded in one product. */
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
    Noise noise = (ops, columns) -> scoreNoise(seed, rows, samples, columns);
    Condition condition = served.condition(given);
    Draw draw = served.networks().latents().infer(tf, pixels, condition, noise);
    Evidence evidence =
        new Evidence(likelihood(pixels, draw.codes(), condition, samples), draw.layers());
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

  /** log p(x|z), a few codes after the others: [B, D] and [K, B, L] -> [K, B]. */
  private Operand<TFloat32> likelihood(
      Operand<TFloat32> pixels, Operand<TFloat32> codes, Condition condition, int samples) {
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int from = 0; from < samples; from += AT_ONCE) {
      int count = Math.min(AT_ONCE, samples - from);
      // Not before earlier ones are done: the memory of all at once would grow with K.
      List<Op> before =
          parts.size() < IN_FLIGHT ? List.of() : List.of(parts.get(parts.size() - IN_FLIGHT));
      Operand<TFloat32> some =
          tf.withControlDependencies(before)
              .slice(
                  codes,
                  tf.constant(new int[] {from, 0, 0}),
                  tf.constant(new int[] {count, -1, -1}));
      parts.add(
          served
              .networks()
              .logLikelihood(
                  tf,
                  pixels,
                  some,
                  condition,
                  Samples.known(tf, count),
                  (ops, reconstruction, x) -> reconstruction.logProb(ops, x)));
    }
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }
}
