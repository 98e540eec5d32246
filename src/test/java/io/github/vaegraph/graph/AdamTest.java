package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Adam on 1/2 sum a (w - c)^2, whose gradient is a (w - c), beside the paper's own equations. */
class AdamTest {
  private static final float[] START = {3, -2, 0.5f, 40};
  private static final float[] CURVATURE = {1, 10, 0.1f, 0.5f};
  private static final float[] CENTRE = {1, -1, 0, 30};

  @Test
  void everyStepIsThatOfKingmaAndBa() {
    Reference reference = new Reference();
    try (Quadratic quadratic = new Quadratic(Optional.empty())) {
      for (int step = 0; step < 20; step++) {
        // Fed anew at every step, as a schedule does.
        float rate = 0.1f / (1 + step);
        quadratic.step(rate);
        reference.step(rate, Double.POSITIVE_INFINITY);
        assertClose(quadratic.weights(), reference.w);
      }
    }
  }

  /** Every step is clipped, some, none; the first so far that epsilon rules the denominator. */
  @ParameterizedTest
  @CsvSource({"1e-7, 20, 20", "0.01, 20, 20", "5, 1, 19", "1000, 0, 0"})
  void gradientsAreClippedByTheirNormOverAllVariables(
      float clipNorm, int clippedAtLeast, int clippedAtMost) {
    Reference reference = new Reference();
    int clipped = 0;
    try (Quadratic quadratic = new Quadratic(Optional.of(clipNorm))) {
      for (int step = 0; step < 20; step++) {
        quadratic.step(0.5f);
        clipped += reference.step(0.5, clipNorm) ? 1 : 0;
        assertClose(quadratic.weights(), reference.w);
      }
    }
    assertThat(clipped).isBetween(clippedAtLeast, clippedAtMost);
  }

  @Test
  void powersFollowFromTheirFactorsBitForBit() {
    try (Quadratic quadratic = new Quadratic(Optional.empty())) {
      float power1 = 0.9f;
      float power2 = 0.999f;
      for (int step = 0; step < 30; step++) {
        assertThat(quadratic.variable("adam.beta1Power")).containsExactly(power1);
        assertThat(quadratic.variable("adam.beta2Power")).containsExactly(power2);
        quadratic.step(0.01f);
        power1 *= 0.9f;
        power2 *= 0.999f;
      }
    }
  }

  @Test
  void aRateOfZeroChangesNoWeight() {
    try (Quadratic quadratic = new Quadratic(Optional.empty())) {
      quadratic.step(0);
      assertThat(quadratic.weights()).containsExactly(START);
    }
  }

  private static void assertClose(float[] weights, double[] expected) {
    for (int i = 0; i < weights.length; i++) {
      // 1 - 0.999^t in floats is right to 6e-8 / 0.002, and a step is at most 0.5.
      assertThat((double) weights[i])
          .isCloseTo(expected[i], within(2e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  /** Kingma and Ba 2015, section 2: the efficient form, with TensorFlow's place for epsilon. */
  private static final class Reference {
    private final double[] w = new double[START.length];
    private final double[] m = new double[START.length];
    private final double[] v = new double[START.length];
    private int t;

    Reference() {
      for (int i = 0; i < w.length; i++) {
        w[i] = START[i];
      }
    }

    /** Returns whether the gradient was longer than the norm it is clipped to. */
    boolean step(double rate, double clipNorm) {
      t++;
      double[] g = new double[w.length];
      double square = 0;
      for (int i = 0; i < w.length; i++) {
        g[i] = CURVATURE[i] * (w[i] - CENTRE[i]);
        square += g[i] * g[i];
      }
      double norm = Math.sqrt(square);
      double factor = norm > clipNorm ? clipNorm / norm : 1;
      double corrected = rate * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t));
      for (int i = 0; i < w.length; i++) {
        m[i] = 0.9 * m[i] + 0.1 * factor * g[i];
        v[i] = 0.999 * v[i] + 0.001 * factor * factor * g[i] * g[i];
        w[i] -= corrected * m[i] / (Math.sqrt(v[i]) + 1e-8);
      }
      return norm > clipNorm;
    }
  }

  /** The same in TensorFlow; the four weights lie in two variables. */
  private static final class Quadratic implements AutoCloseable {
    private final TestGraph graph = new TestGraph();
    private final Placeholder<TFloat32> rate = graph.input();
    private final Op step;

    Quadratic(Optional<Float> clipNorm) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 0);
      Operand<TFloat32> all =
          tf.concat(
              List.of(
                  parameters.vector("first", new float[] {START[0]}),
                  parameters.vector("rest", new float[] {START[1], START[2], START[3]})),
              tf.constant(0));
      Operand<TFloat32> square =
          tf.math.square(tf.math.sub(all, graph.constant(Shape.of(4), CENTRE)));
      Operand<TFloat32> terms =
          tf.math.mul(
              tf.math.mul(square, graph.constant(Shape.of(4), CURVATURE)), tf.constant(.5f));
      step =
          new Adam(graph.graph(), rate)
              .minimize(Loss.of(Layers.sumLast(tf, terms)), parameters, clipNorm)
              .apply();
    }

    void step(float learningRate) {
      graph.run(step, Map.of(rate, new float[] {learningRate}));
    }

    float[] weights() {
      float[] first = variable("first");
      float[] rest = variable("rest");
      return new float[] {first[0], rest[0], rest[1], rest[2]};
    }

    float[] variable(String name) {
      return graph.fetch(graph.graph().operation(name).<TFloat32>output(0));
    }

    @Override
    public void close() {
      graph.close();
    }
  }
}
