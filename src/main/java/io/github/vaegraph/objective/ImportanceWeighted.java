package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The importance-weighted bound over K codes (Burda et al. 2016).
 *
 * @param estimator of its gradient by the parameters of q(z|x)
 */
record ImportanceWeighted(Estimator estimator) implements Objective {
  static final Choice.Option<Objective> OPTION =
      new Choice.Option<>(
          "iwae",
          Estimator.ARGUMENT,
          "the importance-weighted bound",
          List.of("iwae", "iwae:stl", "iwae:dreg"),
          estimator ->
              new ImportanceWeighted(
                  estimator.isEmpty() ? Estimator.PLAIN : Estimator.CHOICE.read(estimator)));

  @Override
  public String text() {
    return "iwae" + estimator.suffix();
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure) {
    Operand<TFloat32> value = evidence.importanceWeighted(tf);
    return switch (estimator) {
      case PLAIN -> Bound.of(value);
      // Without the score of q, whose expectation is 0 for K = 1 alone.
      case STL -> Bound.following(value, evidence.alongCodes(tf).importanceWeighted(tf));
      case DREG -> new Bound(value, doublyReparameterized(tf, evidence.alongCodes(tf)), value);
    };
  }

  /**
   * [B] whose gradient by the parameters of q(z|x) is the doubly reparameterized one (Tucker et al.
   * 2019, equation 6); its value means nothing.
   */
  private static Operand<TFloat32> doublyReparameterized(Ops tf, Evidence alongCodes) {
    // sum_k (w_k / sum_j w_j)^2 log w_k,  the squares constants to the gradient, log q as well but
    // for its codes
    Operand<TFloat32> logWeights = alongCodes.logWeights(tf);
    Operand<TFloat32> shares =
        tf.math.exp(tf.math.sub(logWeights, Layers.logSumExp(tf, logWeights, -2)));
    Operand<TFloat32> squares = tf.stopGradient(tf.math.square(shares));
    return tf.sum(tf.math.mul(squares, logWeights), tf.constant(0));
  }

  @Override
  public boolean weighsRate() {
    return false;
  }

  @Override
  public boolean countsCodes() {
    return true;
  }

  @Override
  public boolean needsFactors() {
    return estimator != Estimator.PLAIN;
  }

  @Override
  public boolean weighsCodesAlone() {
    return estimator == Estimator.DREG;
  }
}
