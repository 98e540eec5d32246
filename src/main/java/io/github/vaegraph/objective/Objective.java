package io.github.vaegraph.objective;

import io.github.vaegraph.graph.Layers;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The bounds that training may maximize. */
public enum Objective {
  /** E_q[log p(x|z)] - beta KL(q(z|x) || p(z)), a lower bound of log p(x) for beta = 1. */
  ELBO,
  /** The importance-weighted bound over K codes (Burda et al. 2016). */
  IWAE,
  /** The plain autoencoder: log p(x|z) at z = mean, without a rate; a bound of nothing. */
  AE;

  /** Whether codes are drawn from the posterior, rather than its mean taken. */
  public boolean drawsCodes() {
    return this != AE;
  }

  /**
   * What is maximized, for each image.
   *
   * @param beta [] the rate's weight, used by the ELBO alone
   * @return [B], in nats
   */
  public Operand<TFloat32> bound(Ops tf, LogDensities densities, Operand<TFloat32> beta) {
    return switch (this) {
      // E_q[log p(x|z)] - beta * KL
      case ELBO ->
          tf.math.sub(
              Layers.meanFirst(tf, densities.likelihood()), tf.math.mul(beta, densities.rate()));
      case IWAE -> densities.importanceWeighted(tf);
      case AE -> Layers.meanFirst(tf, densities.likelihood());
    };
  }

  /** The name on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The objective of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Objective named(String label) {
    return Arrays.stream(values())
        .filter(objective -> objective.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "objective must be one of %s, was %s".formatted(labels(), label)));
  }

  /** All names, for help texts. */
  public static String labels() {
    return Arrays.stream(values()).map(Objective::label).collect(Collectors.joining(", "));
  }
}
