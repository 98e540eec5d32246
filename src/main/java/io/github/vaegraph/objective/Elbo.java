package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * E_q[log p(x|z)] - beta KL(q(z|x) || p(z)), a lower bound of log p(x) for beta = 1. Points pay no
 * rate: what is left is log p(x|z) at z = mean, a bound of nothing.
 *
 * @param estimator plain, or sticking the landing
 */
record Elbo(Estimator estimator) implements Objective {
  static final Choice.Option<Objective> OPTION =
      new Choice.Option<>(
          "elbo",
          Estimator.ARGUMENT,
          "E_q[log p(x|z)] - beta * rate",
          List.of("elbo", "elbo:stl"),
          Elbo::read);

  private static Elbo read(String estimator) {
    Elbo elbo = new Elbo(estimator.isEmpty() ? Estimator.PLAIN : Estimator.CHOICE.read(estimator));
    if (elbo.estimator == Estimator.DREG) {
      throw new IllegalArgumentException(
          "estimator dreg is of the weights of several codes; objective elbo has none, try iwae");
    }
    return elbo;
  }

  @Override
  public String text() {
    return "elbo" + estimator.suffix();
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure) {
    Operand<TFloat32> value = value(tf, evidence, pressure.weight());
    return estimator == Estimator.PLAIN
        ? Bound.of(value)
        : Bound.following(value, value(tf, evidence.alongCodes(tf), pressure.weight()));
  }

  /** [B] */
  static Operand<TFloat32> value(Ops tf, Evidence evidence, Operand<TFloat32> weight) {
    // E_q[log p(x|z)] - beta * KL
    Operand<TFloat32> likelihood = Layers.meanFirst(tf, evidence.likelihood());
    return evidence
        .rate(tf)
        .<Operand<TFloat32>>map(rate -> tf.math.sub(likelihood, tf.math.mul(weight, rate)))
        .orElse(likelihood);
  }

  @Override
  public boolean takesPoints() {
    return estimator == Estimator.PLAIN;
  }

  @Override
  public boolean needsFactors() {
    return estimator != Estimator.PLAIN;
  }
}
