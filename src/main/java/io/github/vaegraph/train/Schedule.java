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
   * @throws IllegalStateException when its course takes all epochs, and how many is not known
   */
  double at(long step, int stepsPerEpoch);

  /** The same, where a course that takes all epochs is told how many they are. */
  default Schedule lasting(int epochs) {
    return this;
  }

  /** The same, where a course of so many epochs takes all that there are. */
  default Schedule unfixed(int epochs) {
    return this;
  }
}
