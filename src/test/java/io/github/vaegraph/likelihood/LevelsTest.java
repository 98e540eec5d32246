package io.github.vaegraph.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Distribution;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Masses of the 256 levels, beside their definitions in double precision. */
class LevelsTest {
  private static final int LEVELS = 256;

  @Test
  void aScaleOfAQuarterLevelStillHasAMassOfOneAndItsMean() {
    int count = 97;
    float[] outputs = new float[2 * count];
    for (int i = 0; i < count; i++) {
      outputs[i] = (i - 3) / 255f * 0.21f; // around black, on levels and between
      outputs[count + i] = -1e6f;
    }
    ImageShape row = new ImageShape(1, count, 1);
    try (TestGraph graph = new TestGraph()) {
      Distribution distribution =
          distribution(graph, "discretized-logistic", row, Shape.of(outputs.length), outputs);
      float[] means = graph.fetch(distribution.mean(graph.tf()));
      for (int i = 0; i < count; i++) {
        double[] masses = masses(outputs[i], 0.25 / 255);
        assertThat(sum(masses)).isCloseTo(1, within(1e-12));
        assertThat((double) means[i]).isCloseTo(mean(masses), within(3e-4));
      }
      float level = graph.fetch(logProb(graph, "discretized-logistic", 0.2f, 0.2f, -1e6f))[0];
      // tanh(w / 4) of w = 255 / s = 4: most of the mass is on one level. The upper bound is soft,
      // too.
      assertThat((double) level).isCloseTo(Math.log(Math.tanh(1)), within(1e-3));
    }
  }

  private static Operand<TFloat32> logProb(
      TestGraph graph, String likelihood, float x, float... outputs) {
    return distribution(
            graph, likelihood, new ImageShape(1, 1, 1), Shape.of(outputs.length), outputs)
        .logProb(graph.tf(), graph.constant(Shape.of(1), x));
  }

  /** Red, green and blue of 40 pixels, and the sum over all levels of blue. */
  @Test
  void channelsFollowOneAnotherWithinEachComponent() {
    int components = 2;
    Random random = new Random(1);
    for (int pixel = 0; pixel < 40; pixel++) {
      Pixel truth = new Pixel(components, random, -0.1, 1.1);
      int red = random.nextInt(LEVELS);
      int green = random.nextInt(LEVELS);
      float[] images = new float[3 * LEVELS];
      for (int blue = 0; blue < LEVELS; blue++) {
        images[3 * blue] = red / 255f;
        images[3 * blue + 1] = green / 255f;
        images[3 * blue + 2] = blue / 255f;
      }
      try (TestGraph graph = new TestGraph()) {
        float[] found =
            graph.fetch(
                truth
                    .distribution(graph)
                    .logProb(graph.tf(), graph.constant(Shape.of(LEVELS, 3), images)));
        double sum = 0;
        for (int blue = 0; blue < LEVELS; blue++) {
          double expected = truth.logMass(red, green, blue);
          assertThat((double) found[blue])
              .isCloseTo(expected, within(1e-3 + 1e-4 * Math.abs(expected)));
          sum += Math.exp(found[blue]);
        }
        double redAndGreen = truth.mass(red, green);
        assertThat(sum).isCloseTo(redAndGreen, within(1e-3 * redAndGreen + 1e-30));
      }
    }
  }

  /** The mean under channels that follow others is an approximation; this is how good it is. */
  @ParameterizedTest
  @CsvSource({"0.3, 0.7, 0.002, 0.004", "-0.1, 1.1, 0.002, 0.03"})
  void meansOfAColourAreThoseOfAllItsLevels(
      double from, double to, double onAverage, double atMost) {
    Random random = new Random(2);
    int pixels = 20;
    double total = 0;
    for (int i = 0; i < pixels; i++) {
      Pixel truth = new Pixel(2, random, from, to);
      double[] expected = truth.means();
      try (TestGraph graph = new TestGraph()) {
        float[] means = graph.fetch(truth.distribution(graph).mean(graph.tf()));
        assertThat((double) means[0]).as("red").isCloseTo(expected[0], within(1e-4));
        for (int channel = 1; channel < 3; channel++) {
          assertThat((double) means[channel]).isCloseTo(expected[channel], within(atMost));
          total += Math.abs(means[channel] - expected[channel]);
        }
      }
    }
    assertThat(total / (2 * pixels)).isLessThan(onAverage);
  }

  @Test
  void aCategoryIsItsShareOfTheExponentials() {
    Random random = new Random(3);
    float[] logits = new float[LEVELS];
    double sum = 0;
    for (int k = 0; k < LEVELS; k++) {
      logits[k] = (float) (3 * random.nextGaussian());
      sum += Math.exp(logits[k]);
    }
    try (TestGraph graph = new TestGraph()) {
      // 0.5 lies between levels 127 and 128; what is beyond white is white.
      float[] values = {0, 1, 77 / 255f, 0.5f, 1.5f};
      int[] levels = {0, 255, 77, 128, 255};
      for (int i = 0; i < values.length; i++) {
        assertThat((double) graph.fetch(logProb(graph, "categorical", values[i], logits))[0])
            .isCloseTo(logits[levels[i]] - Math.log(sum), within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"categorical:2", "categorical:255", "categorical:x"})
  void otherLevelsThanThoseOfBytesAreRefused(String text) {
    assertThatThrownBy(() -> Likelihoods.CHOICE.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("categorical must have 256 levels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "101", "1.5", "99999999999", "learned"})
  void aMixtureOfNoneOrTooManyIsRefused(String components) {
    assertThatThrownBy(() -> Likelihoods.CHOICE.read("discretized-logistic-mixture:" + components))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("K from 1 to 100, was discretized-logistic-mixture:" + components);
  }

  @Test
  void whatIsLeftOutIsUsual() {
    assertThat(Likelihoods.CHOICE.read("discretized-logistic-mixture").text())
        .isEqualTo("discretized-logistic-mixture:5");
    assertThat(Likelihoods.CHOICE.read("categorical").text()).isEqualTo("categorical:256");
  }

  private static Distribution distribution(
      TestGraph graph, String likelihood, ImageShape image, Shape shape, float... outputs) {
    return Likelihoods.CHOICE
        .read(likelihood)
        .head(graph.tf(), Parameters.initialized(graph.tf(), 0), image)
        .distribution(graph.tf(), graph.constant(shape, outputs));
  }

  /** A pixel of three channels by the definition. */
  private static final class Pixel {
    private final float[] outputs; // [4][K][3]
    private final int components;

    Pixel(int components, Random random, double from, double to) {
      this.components = components;
      outputs = new float[4 * components * 3];
      int part = components * 3;
      for (int i = 0; i < part; i++) {
        outputs[i] = (float) (0.5 * random.nextGaussian());
        outputs[part + i] = (float) (from + (to - from) * random.nextDouble());
        outputs[2 * part + i] = (float) (-4.5 + 2 * random.nextDouble());
        outputs[3 * part + i] = (float) random.nextGaussian();
      }
    }

    Distribution distribution(TestGraph graph) {
      return LevelsTest.distribution(
          graph,
          "discretized-logistic-mixture:" + components,
          new ImageShape(1, 1, 3),
          Shape.of(1, outputs.length),
          outputs);
    }

    private double output(int part, int component, int channel) {
      return outputs[(part * components + component) * 3 + channel];
    }

    private double weight(int component) {
      double total = 0;
      for (int k = 0; k < components; k++) {
        total += Math.exp(output(0, k, 0) + output(0, k, 1) + output(0, k, 2));
      }
      return Math.exp(output(0, component, 0) + output(0, component, 1) + output(0, component, 2))
          / total;
    }

    private double location(int k, int channel) {
      return output(1, k, channel);
    }

    private double scale(int k, int channel) {
      // Softly bounded from a quarter of a level to 4.
      double low = Math.log(0.25 / 255);
      double above = low + Math.log1p(Math.exp(output(2, k, channel) - low));
      return Math.exp(Math.log(4) - Math.log1p(Math.exp(Math.log(4) - above)));
    }

    private double coefficient(int k, int place) {
      return Math.tanh(output(3, k, place));
    }

    /** The mean that green is centred on: a logistic's that is as wide as red makes it. */
    private double greenCentre(int k) {
      double m = location(k, 0);
      double s = scale(k, 0);
      double inside = s * (sigmoid(m / s) - sigmoid((m - 1) / s));
      double wide = Math.hypot(scale(k, 1), coefficient(k, 1) * inside);
      return clippedMean(location(k, 1), wide);
    }

    private double[] green(int k, int red) {
      double error = red / 255.0 - clippedMean(location(k, 0), scale(k, 0));
      return masses(location(k, 1) + coefficient(k, 1) * error, scale(k, 1));
    }

    private double blueLocation(int k, int red, int green) {
      double redError = red / 255.0 - clippedMean(location(k, 0), scale(k, 0));
      return location(k, 2)
          + coefficient(k, 0) * redError
          + coefficient(k, 2) * (green / 255.0 - greenCentre(k));
    }

    double logMass(int red, int green, int blue) {
      double mass = 0;
      for (int k = 0; k < components; k++) {
        mass +=
            weight(k)
                * masses(location(k, 0), scale(k, 0))[red]
                * green(k, red)[green]
                * masses(blueLocation(k, red, green), scale(k, 2))[blue];
      }
      return Math.log(mass);
    }

    double mass(int red, int green) {
      double mass = 0;
      for (int k = 0; k < components; k++) {
        mass += weight(k) * masses(location(k, 0), scale(k, 0))[red] * green(k, red)[green];
      }
      return mass;
    }

    double[] means() {
      double[] means = new double[3];
      for (int k = 0; k < components; k++) {
        double[] reds = masses(location(k, 0), scale(k, 0));
        means[0] += weight(k) * mean(reds);
        for (int red = 0; red < LEVELS; red++) {
          double[] greens = green(k, red);
          double ofRed = weight(k) * reds[red];
          means[1] += ofRed * mean(greens);
          for (int green = 0; ofRed > 1e-9 && green < LEVELS; green++) {
            double of = ofRed * greens[green];
            means[2] += of < 1e-12 ? 0 : of * clippedMean(blueLocation(k, red, green), scale(k, 2));
          }
        }
      }
      return means;
    }
  }

  /** s (softplus(m / s) - softplus((m - 1) / s)) */
  private static double clippedMean(double m, double s) {
    return s * (Scale.softplus(m / s) - Scale.softplus((m - 1) / s));
  }

  /** Of a logistic distribution, by its distribution function. */
  private static double[] masses(double location, double scale) {
    double[] masses = new double[LEVELS];
    for (int k = 0; k < LEVELS; k++) {
      double a = ((k + 0.5) / 255 - location) / scale;
      double b = ((k - 0.5) / 255 - location) / scale;
      // Above the location by the upper tails, which are small there.
      double difference = b > 0 ? sigmoid(-b) - sigmoid(-a) : sigmoid(a) - sigmoid(b);
      masses[k] = k == 0 ? sigmoid(a) : k == LEVELS - 1 ? sigmoid(-b) : difference;
    }
    return masses;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double mean(double[] masses) {
    double mean = 0;
    for (int k = 0; k < masses.length; k++) {
      mean += masses[k] * k / 255;
    }
    return mean;
  }
}
