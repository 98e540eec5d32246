package io.github.vaegraph.graph;

import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What is minimized, and by whose gradient.
 *
 * @param value []
 * @param inference [] whose gradient the variables of the inference network follow
 * @param generative [] whose gradient all others follow
 */
public record Loss(
    Operand<TFloat32> value, Operand<TFloat32> inference, Operand<TFloat32> generative) {
  /** All variables follow the value's own gradient. */
  static Loss of(Operand<TFloat32> value) {
    return new Loss(value, value, value);
  }
}
