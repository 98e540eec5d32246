package io.github.vaegraph.objective;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * How hard the rate is pressed on in a step; fed, so that a schedule may change it.
 *
 * @param weight [] beta, the rate's weight
 */
public record Pressure(Operand<TFloat32> weight) {}
