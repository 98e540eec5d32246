package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class ActivationTest {
  /** None at 0, where some activations have a corner. */
  private static final float[] POINTS = {-30, -4, -1.5f, -0.3f, 0.2f, 0.9f, 2, 5, 30};

  @ParameterizedTest
  @EnumSource
  void valuesFollowTheClosedForm(Activation activation) {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> x = graph.input(POINTS.length);
      float[] values = graph.fetch(activation.apply(graph.tf(), x), Map.of(x, POINTS));
      for (int i = 0; i < POINTS.length; i++) {
        double expected = closedForm(activation, POINTS[i]);
        assertThat((double) values[i])
            .as("%s(%s)", activation, POINTS[i])
            .isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientFollowsFiniteDifferences(Activation activation) {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> x = graph.input(POINTS.length);
      Operand<TFloat32> y = activation.apply(graph.tf(), x);
      float[] gradient = graph.fetch(graph.gradient(y, x), Map.of(x, POINTS));
      double[] differences = graph.differences(y, x, POINTS, 1f / 64);
      for (int i = 0; i < POINTS.length; i++) {
        assertThat((double) gradient[i])
            .as("%s'(%s)", activation, POINTS[i])
            .isCloseTo(differences[i], within(5e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyLabelNamesItsActivation(Activation activation) {
    assertThat(Activation.CHOICE.read(activation.text())).isEqualTo(activation);
    assertThat(Activation.CHOICE.names()).contains(activation.text());
  }

  @Test
  void labelsAreLowerCaseWithHyphens() {
    assertThat(Activation.LEAKY_RELU.text()).isEqualTo("leaky-relu");
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    assertThatThrownBy(() -> Activation.CHOICE.read("RELU"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activation must be one of %s, was RELU", Activation.CHOICE.names());
  }

  private static double closedForm(Activation activation, double x) {
    return switch (activation) {
      case RELU -> Math.max(0, x);
      case TANH -> Math.tanh(x);
      case ELU -> x > 0 ? x : Math.expm1(x);
      // The fixed point's constants: Klambauer et al. 2017, equation 14.
      case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
      // The slope that TensorFlow documents as its default.
      case LEAKY_RELU -> x > 0 ? x : 0.2 * x;
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case SOFTPLUS -> Math.log1p(Math.exp(x));
      case SWISH -> x / (1 + Math.exp(-x));
    };
  }
}
