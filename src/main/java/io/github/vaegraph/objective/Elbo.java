package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * E_q[log p(x|z)] - beta KL(q(z|x) || p(z)), a lower bound of log p(x) for beta = 1. Points pay no
 * rate: what is left is log p(x|z) at z = mean, a bound of nothing.
 */
record Elbo() implements Objective {
  static final Choice.Option<Objective> OPTION =
      Choice.Option.plain("E_q[log p(x|z)] - beta * rate", new Elbo());

  @Override
  public String text() {
    return "elbo";
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, Pressure pressure) {
    // E_q[log p(x|z)] - beta * KL
    Operand<TFloat32> likelihood = Layers.meanFirst(tf, evidence.likelihood());
    return Bound.of(
        evidence
            .rate(tf)
            .<Operand<TFloat32>>map(
                rate -> tf.math.sub(likelihood, tf.math.mul(pressure.weight(), rate)))
            .orElse(likelihood));
  }

  @Override
  public boolean weighsRate() {
    return true;
  }

  @Override
  public boolean countsCodes() {
    return false;
  }

  @Override
  public boolean takesPoints() {
    return true;
  }
}
