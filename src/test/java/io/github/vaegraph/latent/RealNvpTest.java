package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.network.Condition;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class RealNvpTest {
  private static Prior create(TestGraph graph, Parameters parameters, int dim, int classes) {
    return new RealNvp.Family(3)
        .create(
            graph.tf(),
            parameters,
            new Prior.Setting(dim, TestPriors.VALUES, classes),
            TestPriors.encoder(dim),
            TestPriors.EXAMPLES);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aCouplingIsInvertedAndItsLogDeterminantIsThatOfTheNumericJacobian(int dim) {
    for (int number = 0; number < 2; number++) {
      try (TestGraph graph = new TestGraph()) {
        Ops tf = graph.tf();
        Parameters parameters = Parameters.initialized(tf, 7);
        Coupling coupling = Coupling.create(parameters, "prior.coupling", dim, number, 0);
        Placeholder<TFloat32> x = graph.input(1, dim);
        Bijector.Moved there = coupling.forward(tf, x);
        Bijector.Moved back = coupling.inverse(tf, there.codes());
        TestBijectors.shake(graph, parameters, 1);
        float[] at = {0.5f, -1, 1.5f, 0.25f};
        float[] code = Arrays.copyOf(at, dim);
        float logDeterminant = graph.fetch(there.logDeterminant(), Map.of(x, code))[0];
        assertThat(Math.abs(logDeterminant)).isGreaterThan(0.1f);
        assertThat((double) logDeterminant)
            .isCloseTo(TestBijectors.logDeterminant(graph, there.codes(), x, code), within(1e-3));
        assertThat(graph.fetch(back.codes(), Map.of(x, code))).containsExactly(code, within(1e-5f));
        assertThat(graph.fetch(back.logDeterminant(), Map.of(x, code))[0])
            .isCloseTo(logDeterminant, within(1e-5f));
      }
    }
  }

  @Test
  void farFromItsStartItsDensityIntegratesToOneForEveryClass() {
    int side = 321;
    float[] codes = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      codes[2 * i] = -10 + (i % side) / 16f;
      int line = i / side;
      codes[2 * i + 1] = -10 + line / 16f;
    }
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 7);
      Prior prior = create(graph, parameters, 2, 2);
      TestBijectors.shake(graph, parameters, 0.7f);
      Operand<TFloat32> z = graph.constant(Shape.of(side * (long) side, 2), codes);
      double[] nearTheMiddle = new double[2];
      for (int label = 0; label < 2; label++) {
        Condition one =
            new Condition(Optional.of(graph.constant(Shape.of(1, 2), 1 - label, label)));
        float[] logProb = graph.fetch(prior.given(tf, one).logProb(tf, z));
        double mass = 0;
        for (float each : logProb) {
          mass += Math.exp(each) / 256;
        }
        assertThat(mass).isCloseTo(1, within(1e-3));
        nearTheMiddle[label] = logProb[side * side / 2];
      }
      assertThat(nearTheMiddle[0]).isNotCloseTo(nearTheMiddle[1], within(0.01));
    }
  }

  /** K codes of each of B rows, each row of a class. */
  @Test
  void eachRowsCodesAreOfItsClass() {
    float[] codes = {-3, 0, 2, -3, 0, 2}; // [K = 2, B = 3, L = 1]
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 7);
      Prior prior = create(graph, parameters, 1, 2);
      TestBijectors.shake(graph, parameters, 1);
      Operand<TFloat32> z = graph.constant(Shape.of(2, 3, 1), codes);
      float[][] all = new float[2][];
      for (int label = 0; label < 2; label++) {
        int[] labels = {label, label, label};
        all[label] =
            graph.fetch(prior.given(tf, Condition.of(tf, tf.constant(labels), 2)).logProb(tf, z));
      }
      float[] mixed =
          graph.fetch(
              prior
                  .given(tf, Condition.of(tf, tf.constant(new int[] {0, 1, 0}), 2))
                  .logProb(tf, z));
      for (int i = 0; i < codes.length; i++) {
        assertThat(mixed[i]).isCloseTo(all[i % 3 == 1 ? 1 : 0][i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"realnvp", "realnvp:0", "realnvp:-1", "realnvp:x", "realnvp:101"})
  void aNumberOfCouplingsThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Priors.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "a flow must be realnvp:COUPLINGS with COUPLINGS from 1 to 100, was realnvp:");
  }
}
