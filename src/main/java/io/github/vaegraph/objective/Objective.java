package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Named;
import org.tensorflow.op.Ops;

/** A bound that training may maximize. */
public interface Objective extends Named {
  /** The bound for each image, from the whole batch. */
  Bound bound(Ops tf, Evidence evidence, Pressure pressure);

  /** Whether the rate has a weight in it. */
  boolean weighsRate();

  /** Whether it is a bound by all K codes of an image together, and no mean over them. */
  boolean countsCodes();

  /** Whether it makes sense for codes that are points. */
  boolean takesPoints();
}
