package io.github.vaegraph.graph;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Named;
import java.util.Locale;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The nonlinearities between layers, elementwise. */
public enum Activation implements Named {
  RELU,
  TANH,
  ELU,
  SELU,
  LEAKY_RELU,
  SIGMOID,
  SOFTPLUS,
  /** x * sigmoid(x), also known as SiLU. */
  SWISH;

  /** Of any shape. */
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> x) {
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

  /** The activations by name. */
  public static final Choice<Activation> CHOICE = Choice.of("activation", values());

  /** Lower case, with hyphens. */
  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
