package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class LayersTest {
  private static final Offset<Float> CLOSE = within(1e-6f);

  private static final Shape TWO_BY_THREE = Shape.of(2, 3);
  private static final float[] ONE_TO_SIX = {1, 2, 3, 4, 5, 6};

  @Test
  void sumLastSumsTheLastAxisOnly() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(TWO_BY_THREE, ONE_TO_SIX);
      assertThat(graph.fetch(Layers.sumLast(graph.tf(), x))).containsExactly(6, 15);
    }
  }

  @Test
  void sumLastOfThreeAxesKeepsTwo() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(Shape.of(2, 1, 3), ONE_TO_SIX);
      Operand<TFloat32> sums = Layers.sumLast(graph.tf(), x);
      assertThat(sums.shape()).isEqualTo(Shape.of(2, 1));
      assertThat(graph.fetch(sums)).containsExactly(6, 15);
    }
  }

  @Test
  void meanFirstAveragesTheFirstAxisOnly() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(TWO_BY_THREE, ONE_TO_SIX);
      assertThat(graph.fetch(Layers.meanFirst(graph.tf(), x))).containsExactly(2.5f, 3.5f, 4.5f);
    }
  }

  @Test
  void splitLastCutsEveryRow() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
      List<Operand<TFloat32>> halves = Layers.splitLast(graph.tf(), x, 2);
      assertThat(graph.fetch(halves.get(0))).containsExactly(1, 2, 5, 6);
      assertThat(graph.fetch(halves.get(1))).containsExactly(3, 4, 7, 8);
    }
  }

  @Test
  void rowsIsTheSizeOfTheFirstAxis() {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Operand<TFloat32> x = graph.constant(TWO_BY_THREE, ONE_TO_SIX);
      assertThat(graph.fetch(tf.dtypes.cast(Layers.rows(tf, x), TFloat32.class)))
          .containsExactly(2);
    }
  }

  @Test
  void logMeanExpIsTheLogarithmOfTheMean() {
    // log of the mean of 1, 2, 6 and of 4, 4, 4
    float[] logs = {ln(1), ln(4), ln(2), ln(4), ln(6), ln(4)};
    assertThat(logMeanExp(3, logs)).containsExactly(new float[] {ln(3), ln(4)}, CLOSE);
  }

  @Test
  void logMeanExpOfOneRowIsThatRow() {
    assertThat(logMeanExp(1, -1000, 0.25f, 1000)).containsExactly(-1000, 0.25f, 1000);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1000, 1000, -1e5f, 1e5f})
  void logMeanExpMovesWithItsInputsWithoutOverflow(float shift) {
    // log mean exp(x + c) = c + log mean exp(x);  log mean (1, 3) = log 2
    float[] shifted = logMeanExp(2, shift + ln(1), shift + ln(3));
    assertThat(shifted[0] - shift).isCloseTo(ln(2), within(Math.ulp(shift)));
  }

  @Test
  void logMeanExpIgnoresTermsFarBelowTheLargest() {
    assertThat(logMeanExp(2, 0, -1e30f)).containsExactly(new float[] {-ln(2)}, CLOSE);
  }

  @Test
  void gradientOfLogMeanExpIsTheSoftmax() {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> x = graph.input(3, 1);
      Operand<TFloat32> y = Layers.logMeanExpFirst(graph.tf(), x);
      float[] at = {1000 + ln(1), 1000 + ln(2), 1000 + ln(5)};
      // At 1000 a float's step is 6e-5.
      assertThat(graph.fetch(graph.gradient(y, x), Map.of(x, at)))
          .containsExactly(new float[] {1f / 8, 2f / 8, 5f / 8}, within(1e-4f));
    }
  }

  @Test
  void logSumExpLastIsTheLogarithmOfTheSumWithoutOverflow() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(TWO_BY_THREE, ln(1), ln(2), ln(5), 1000, 1000, -1e30f);
      // log 8;  1000 + log 2, where a float's step is 6e-5
      assertThat(graph.fetch(Layers.logSumExpLast(graph.tf(), x)))
          .containsExactly(new float[] {ln(8), 1000 + ln(2)}, within(6e-5f));
    }
  }

  @Test
  void softBoundIsTheIdentityNearZeroAndNeverLeavesItsBound() {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x =
          graph.constant(Shape.of(6), 0, 0.01f, -0.01f, 7, 1e30f, Float.NEGATIVE_INFINITY);
      float seven = (float) (20 * Math.tanh(7 / 20.0));
      assertThat(graph.fetch(Layers.softBound(graph.tf(), x, 20)))
          .containsExactly(
              new float[] {0, 0.01f, -0.01f, seven, 20, -20},
              within(2e-6f)); // 20 times the rounding of tanh
    }
  }

  @Test
  void gradientOfSoftBoundFollowsFiniteDifferences() {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> x = graph.input(4);
      Operand<TFloat32> y = Layers.softBound(graph.tf(), x, 2);
      float[] at = {-3, 0, 0.5f, 100};
      float[] gradient = graph.fetch(graph.gradient(y, x), Map.of(x, at));
      double[] differences = graph.differences(y, x, at, 1f / 64);
      for (int i = 0; i < at.length; i++) {
        assertThat((double) gradient[i]).isCloseTo(differences[i], within(2e-4));
      }
    }
  }

  private static Layers.Dense dense(Operand<TFloat32> weights, Operand<TFloat32> bias) {
    return new Layers.Dense(weights, bias, new Gradients.Uses("weights", "bias"));
  }

  @Test
  void denseIsTheProductPlusTheBias() {
    try (TestGraph graph = new TestGraph()) {
      Layers.Dense dense =
          dense(
              graph.constant(Shape.of(2, 3), ONE_TO_SIX), graph.constant(Shape.of(3), 10, 20, 30));
      Operand<TFloat32> x = graph.constant(Shape.of(2, 2), 1, 0, 2, -1);
      // (1, 0) takes the first row; (2, -1) twice the first minus the second.
      assertThat(graph.fetch(dense.apply(graph.tf(), x))).containsExactly(11, 22, 33, 8, 19, 30);
    }
  }

  @Test
  void mlpAppliesTheActivationAfterEveryLayer() {
    try (TestGraph graph = new TestGraph()) {
      Layers.Dense negate =
          dense(graph.constant(Shape.of(1, 1), -1), graph.constant(Shape.of(1), 0.5f));
      Layers.Mlp mlp = new Layers.Mlp(List.of(negate, negate), Activation.RELU);
      Operand<TFloat32> x = graph.constant(Shape.of(4, 1), -1, 0, 0.25f, 1);
      // relu(0.5 - relu(0.5 - x))
      assertThat(graph.fetch(mlp.apply(graph.tf(), x))).containsExactly(0, 0, 0.25f, 0.5f);
    }
  }

  @Test
  void mlpWithoutLayersIsTheIdentity() {
    try (TestGraph graph = new TestGraph()) {
      Layers.Mlp none = new Layers.Mlp(List.of(), Activation.RELU);
      Operand<TFloat32> x = graph.constant(Shape.of(1, 2), -1, 1);
      assertThat(graph.fetch(none.apply(graph.tf(), x))).containsExactly(-1, 1);
    }
  }

  private static float[] logMeanExp(int rows, float... values) {
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> x = graph.constant(Shape.of(rows, values.length / rows), values);
      return graph.fetch(Layers.logMeanExpFirst(graph.tf(), x));
    }
  }

  private static float ln(double x) {
    return (float) Math.log(x);
  }
}
