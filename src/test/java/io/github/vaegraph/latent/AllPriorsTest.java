package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.graph.TestGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What every prior owes the model; one more that is registered is tested here as it is. */
class AllPriorsTest {
  private static final int DRAWS = 20_000;

  static List<String> priors() {
    return Priors.CHOICE.examples();
  }

  @ParameterizedTest
  @MethodSource("priors")
  void itsTextNamesIt(String text) {
    assertThat(Priors.CHOICE.read(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("priors")
  void itsVariablesAreNamedAndCountedBeforehand(String text) {
    for (int classes : new int[] {0, 1, 4}) {
      try (TestGraph graph = new TestGraph()) {
        Parameters parameters = Parameters.initialized(graph.tf(), 1);
        Prior.Family family = Priors.CHOICE.read(text);
        Prior.Setting setting = new Prior.Setting(3, TestPriors.VALUES, classes);
        family.create(graph.tf(), parameters, setting, TestPriors.encoder(3), TestPriors.EXAMPLES);
        assertThat(parameters.variables().keySet()).allMatch(name -> name.startsWith("prior."));
        assertThat(parameters.variables().values().stream().mapToLong(v -> v.shape().size()).sum())
            .isEqualTo(family.parameters(setting));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void itsDensityIntegratesToOneInTwoDimensions(String text) {
    // Trapezoids of 1/16 within [-10, 10]: exact to 1e-6 for densities wider than 1/8.
    int side = 321;
    float[] codes = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      codes[2 * i] = -10 + (i % side) / 16f;
      int line = i / side;
      codes[2 * i + 1] = -10 + line / 16f;
    }
    try (TestGraph graph = new TestGraph()) {
      Operand<TFloat32> z = graph.constant(Shape.of(side * (long) side, 2), codes);
      double mass = 0;
      for (float logProb : graph.fetch(prior(graph, text, 2).logProb(graph.tf(), z))) {
        mass += Math.exp(logProb) / 256;
      }
      assertThat(mass).as(text).isCloseTo(1, within(1e-3));
    }
  }

  /** E over draws of f = integral of p f: the mean and the mean square, by the density. */
  @ParameterizedTest
  @MethodSource("priors")
  void itsDrawsHaveTheMomentsOfItsDensity(String text) {
    int points = 4001; // of [-10, 10]
    float[] line = new float[points];
    for (int i = 0; i < points; i++) {
      line[i] = -10 + i / 200f;
    }
    try (TestGraph graph = new TestGraph()) {
      Prior prior = prior(graph, text, 1);
      Operand<TFloat32> logProb =
          prior.logProb(graph.tf(), graph.constant(Shape.of(points, 1), line));
      Operand<TFloat32> drawn = prior.sample(graph.tf(), noise(graph, DRAWS));
      double first = 0;
      double second = 0;
      float[] logDensity = graph.fetch(logProb);
      for (int i = 0; i < points; i++) {
        first += Math.exp(logDensity[i]) * line[i] / 200;
        second += Math.exp(logDensity[i]) * line[i] * line[i] / 200;
      }
      Mean mean = new Mean();
      Mean square = new Mean();
      for (float z : graph.fetch(drawn)) {
        mean.increment(z);
        square.increment((double) z * z);
      }
      // The standard errors of a mean and a mean square of values of variance s are at most
      // sqrt(s / n) and, for mixtures of normals within these bounds, about 2 s / sqrt(n).
      double deviation = Math.sqrt(second);
      assertThat(mean.getResult())
          .as(text)
          .isCloseTo(first, within(5 * deviation / Math.sqrt(DRAWS)));
      assertThat(square.getResult())
          .as(text)
          .isCloseTo(second, within(5 * 2 * second / Math.sqrt(DRAWS)));
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void aDrawIsAFunctionOfItsOwnNoise(String text) {
    try (TestGraph graph = new TestGraph()) {
      Prior prior = prior(graph, text, 3);
      float[] all = graph.fetch(prior.sample(graph.tf(), noise(graph, 5)));
      float[] fewer = graph.fetch(prior.sample(graph.tf(), noise(graph, 2)));
      assertThat(all).hasSize(15);
      assertThat(fewer)
          .containsExactly(
              Arrays.copyOf(all, fewer.length), within(1e-6f)); // products round by rows
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void leadingAxesAreKept(String text) {
    try (TestGraph graph = new TestGraph()) {
      Prior prior = prior(graph, text, 2);
      float[] values = {1, -1, 0.5f, 2, -3, 0, 0.25f, 1, 0, 0, 2, -2};
      float[] flat = graph.fetch(prior.logProb(graph.tf(), graph.constant(Shape.of(6, 2), values)));
      Operand<TFloat32> deep = prior.logProb(graph.tf(), graph.constant(Shape.of(3, 2, 2), values));
      assertThat(deep.shape()).isEqualTo(Shape.of(3, 2));
      assertThat(graph.fetch(deep)).containsExactly(flat, within(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void theGradientByTheCodesFollowsFiniteDifferences(String text) {
    try (TestGraph graph = new TestGraph()) {
      Placeholder<TFloat32> z = graph.input(3, 2);
      Operand<TFloat32> logProb = prior(graph, text, 2).logProb(graph.tf(), z);
      float[] at = {0.5f, -1, 2, 0, -0.25f, 1.5f};
      float[] gradient = graph.fetch(graph.gradient(logProb, z), Map.of(z, at));
      double[] differences = graph.differences(logProb, z, at, 1f / 64);
      for (int i = 0; i < at.length; i++) {
        assertThat((double) gradient[i]).as(text).isCloseTo(differences[i], within(2e-3));
      }
    }
  }

  private static Prior prior(TestGraph graph, String text, int dim) {
    return TestPriors.create(graph, text, dim, 0);
  }

  /** Seeds 0, 1, 2, ... */
  private static Noise noise(TestGraph graph, int rows) {
    long[] seeds = new long[rows];
    for (int i = 0; i < rows; i++) {
      seeds[i] = i;
    }
    Operand<TInt64> fed = graph.tf().constant(seeds);
    return (tf, columns) -> SeededNormal.noise(tf, fed, columns);
  }
}
