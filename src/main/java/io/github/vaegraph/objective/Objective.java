package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Named;
import java.util.Optional;
import org.tensorflow.op.Ops;

/** What training may maximize: a bound of log p(x), or one with a price on what codes tell. */
public interface Objective extends Named {
  /** The bound for each image, from the whole batch. */
  Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure);

  /** Whether something in it, the rate or a part of it, is weighed by beta. */
  default boolean weighsRate() {
    return true;
  }

  /** Whether it is a bound by all K codes of an image together, and no mean over them. */
  default boolean countsCodes() {
    return false;
  }

  /** Whether it makes sense for codes that are points. */
  default boolean takesPoints() {
    return false;
  }

  /** Whether it asks for q(z_d|x) of each dimension, as Gaussians have it. */
  default boolean needsFactors() {
    return false;
  }

  /**
   * Whether its gradient by the parameters of q(z|x) is right only where they have no other part in
   * it than through the codes.
   */
  default boolean weighsCodesAlone() {
    return false;
  }

  /**
   * The bound that mean figures of any images tell, in nats: what epochs are compared by, with
   * images that are not trained on, where no number of codes counts.
   *
   * @param weight beta
   * @param capacity C
   */
  default double of(double distortion, double rate, double weight, double capacity) {
    // E_q[log p(x|z)] - beta * KL
    return -distortion - weight * rate;
  }

  /** What does little of what it is there for with such a weight beta, in a line. */
  default Optional<String> advice(double weight) {
    return Optional.empty();
  }

  /**
   * C, the rate that is aimed at after so many epochs, in nats; 0 where none is.
   *
   * @throws IllegalStateException when its course takes all epochs, and how many is not known
   */
  default double capacity(double epochs) {
    return 0;
  }

  /** The same, where a course that takes all epochs is told how many they are. */
  default Objective lasting(int epochs) {
    return this;
  }

  /** The same, where a course of so many epochs takes all that there are. */
  default Objective unfixed(int epochs) {
    return this;
  }

  /** Values that are held of each pair of a code and an image of a batch, beside the networks'. */
  default long valuesPerPair(int latentDim) {
    return 0;
  }
}
