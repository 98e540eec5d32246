package io.github.vaegraph.train;

import io.github.vaegraph.choice.Named;

/** A number that may change in the course of a training. */
public interface Schedule extends Named {
  /** The largest value, which the others are shares of. */
  double peak();

  /**
   * The value at a step.
   *
   * @param step from 0
   * @param stepsPerEpoch steps in an epoch
   */
  double at(long step, int stepsPerEpoch);
}
