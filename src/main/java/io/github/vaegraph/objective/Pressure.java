package io.github.vaegraph.objective;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * How hard the rate is pressed on in a step; fed, so that a schedule may change it.
 *
 * @param weight [] beta, the rate's weight
 * @param capacity [] C, the rate that is aimed at, in nats
 */
public record Pressure(Operand<TFloat32> weight, Operand<TFloat32> capacity) {}
