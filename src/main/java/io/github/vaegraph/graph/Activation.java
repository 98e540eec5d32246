package io.github.vaegraph.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The nonlinearities between layers, elementwise. */
public enum Activation {
  RELU,
  TANH,
  ELU,
  SELU,
  LEAKY_RELU,
  SIGMOID,
  SOFTPLUS,
  /** x * sigmoid(x), also known as SiLU. */
  SWISH;

  Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
    return switch (this) {
      case RELU -> tf.nn.relu(x);
      case TANH -> tf.math.tanh(x);
      case ELU -> tf.nn.elu(x);
      case SELU -> tf.nn.selu(x);
      case LEAKY_RELU -> tf.nn.leakyRelu(x);
      case SIGMOID -> tf.math.sigmoid(x);
      case SOFTPLUS -> tf.math.softplus(x);
      case SWISH -> tf.math.mul(x, tf.math.sigmoid(x));
    };
  }

  /** The name on the command line and in files: lower case, with hyphens. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The activation of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Activation named(String label) {
    return Arrays.stream(values())
        .filter(activation -> activation.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "activation must be one of %s, was %s".formatted(labels(), label)));
  }

  /** All names, for help texts. */
  public static String labels() {
    return Arrays.stream(values()).map(Activation::label).collect(Collectors.joining(", "));
  }
}
