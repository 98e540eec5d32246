package io.github.vaegraph.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.graph.TestGraph;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.network.Condition;
import io.github.vaegraph.network.Levels;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class LadderTest {
  private static final ImageShape IMAGE = new ImageShape(2, 2, 1);
  private static final float[] PIXELS = {0, 1, 0.5f, 0.25f, 1, 1, 0, 0.75f};

  private static Ladder ladder(TestGraph graph, String network, String dims, String prior) {
    return ladder(graph, Parameters.initialized(graph.tf(), 5), network, dims, prior);
  }

  private static Ladder ladder(
      TestGraph graph, Parameters parameters, String network, String dims, String prior) {
    LatentConfig config =
        new LatentConfig(
            Dims.read(dims), Priors.CHOICE.read(prior), Posteriors.CHOICE.read("gaussian"));
    Levels levels =
        Architectures.CHOICE
            .read(network)
            .levels(
                parameters,
                config.dim().layers(),
                IMAGE,
                0,
                Activation.TANH,
                new float[IMAGE.size()]);
    return new Ladder(graph.tf(), parameters, config, levels, IMAGE.size(), 0);
  }

  private static Operand<TFloat32> images(TestGraph graph) {
    return graph.constant(Shape.of(2, 4), PIXELS);
  }

  /** K codes an image. */
  private static Noise noise(int samples) {
    return (tf, columns) ->
        tf.random.statelessRandomNormal(
            tf.constant(new int[] {samples, 2, columns}),
            tf.constant(new long[] {3, 4}),
            TFloat32.class);
  }

  /** Where the prior leads to N(0, I) whatever is above it, the top changes nothing below it. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp:6", "ladder:3,2"})
  void aTopThatLeadsNowhereLeavesTheFirstLayerAsAModelOfOneLayer(String network) {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Parameters parameters = Parameters.initialized(tf, 5);
      Ladder ladder = ladder(graph, parameters, network, "3,2", "normal");
      List<String> fromAbove =
          parameters.variables().keySet().stream()
              .filter(name -> name.matches("(prior.layer1.moments|encoder.layer1.offset)\\..*"))
              .toList();
      assertThat(fromAbove).hasSizeGreaterThan(2);
      for (String name : fromAbove) {
        Operand<TFloat32> variable = parameters.variables().get(name);
        graph.run(tf.assign(variable, tf.zerosLike(tf.identity(variable))), Map.of());
      }
      Draw draw = ladder.infer(tf, images(graph), Condition.NONE, noise(4));
      Posterior posterior = ladder.posterior(tf, images(graph), Condition.NONE);
      Operand<TFloat32> first = Layers.columns(tf, posterior.mean(), 0, 3);
      Operand<TFloat32> variance = Layers.columns(tf, posterior.logVariance(), 0, 3);
      Operand<TFloat32> alone =
          new GaussianPosterior(first, variance).kl(tf, new StandardNormal(3)).orElseThrow();
      Draw.Layer below = draw.layers().get(1);
      assertThat(graph.fetch(below.kl().orElseThrow()))
          .containsExactly(graph.fetch(alone), within(1e-5f));
      assertThat(graph.fetch(below.prior()))
          .containsExactly(
              graph.fetch(new StandardNormal(3).logProb(tf, below.codes())), within(1e-5f));
    }
  }

  @ParameterizedTest
  @CsvSource({"mlp:6, normal", "mlp:6, mixture:3", "'ladder:3,2', mixture:3"})
  void theLayersDensitiesAddUpToThoseOfWholeCodes(String network, String prior) {
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Ladder ladder = ladder(graph, network, "3,2,1", prior);
      Draw draw = ladder.infer(tf, images(graph), Condition.NONE, noise(4));
      assertThat(draw.codes().shape()).isEqualTo(Shape.of(4, 2, 6));
      Operand<TFloat32> p =
          draw.layers().stream().map(Draw.Layer::prior).reduce(tf.math::add).orElseThrow();
      Operand<TFloat32> q =
          draw.layers().stream().map(Draw.Layer::posterior).reduce(tf.math::add).orElseThrow();
      assertThat(graph.fetch(p))
          .containsExactly(
              graph.fetch(ladder.prior(tf, Condition.NONE).logProb(tf, draw.codes())),
              within(1e-5f));
      Posterior.Sample sample =
          ladder.posterior(tf, images(graph), Condition.NONE).draw(tf, noise(4));
      assertThat(graph.fetch(sample.codes())).containsExactly(graph.fetch(draw.codes()));
      assertThat(graph.fetch(q))
          .containsExactly(graph.fetch(sample.logProb().orElseThrow()), within(1e-5f));
      // What the decoder sees on the way is what it sees of the codes.
      assertThat(graph.fetch(draw.seen()))
          .containsExactly(
              graph.fetch(ladder.seen(tf, draw.codes(), Condition.NONE)), within(1e-5f));
    }
  }

  /** E_q[log q - log p] of the lower layer is the mean of its closed form: 20,000 codes. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp:6", "ladder:3,2"})
  void theClosedRateIsWhatManyCodesTell(String network) {
    int samples = 20_000;
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Draw draw =
          ladder(graph, network, "2,2", "normal")
              .infer(tf, images(graph), Condition.NONE, noise(samples));
      for (Draw.Layer layer : draw.layers()) {
        float[] closed = graph.fetch(layer.rate(tf));
        float[] each = graph.fetch(tf.math.sub(layer.posterior(), layer.prior()));
        for (int image = 0; image < 2; image++) {
          double sum = 0;
          double squares = 0;
          for (int k = 0; k < samples; k++) {
            sum += each[2 * k + image];
            squares += (double) each[2 * k + image] * each[2 * k + image];
          }
          double mean = sum / samples;
          double error = Math.sqrt((squares / samples - mean * mean) / samples);
          assertThat((double) closed[image]).isCloseTo(mean, within(5 * error + 1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp:6", "ladder:3,2"})
  void thePriorsDensityIntegratesToOneAndItsDrawsHaveItsMoments(String network) {
    // Trapezoids of 1/16 within [-10, 10]
    int side = 321;
    float[] codes = new float[2 * side * side];
    for (int i = 0; i < side * side; i++) {
      int line = i / side;
      codes[2 * i] = -10 + (i % side) / 16f;
      codes[2 * i + 1] = -10 + line / 16f;
    }
    int draws = 20_000;
    try (TestGraph graph = new TestGraph()) {
      Ops tf = graph.tf();
      Prior prior = ladder(graph, network, "1,1", "mixture:3").prior(tf, Condition.NONE);
      float[] logProb =
          graph.fetch(prior.logProb(tf, graph.constant(Shape.of((long) side * side, 2), codes)));
      double mass = 0;
      double[] second = new double[3]; // E z1^2, E z2^2, E z1 z2
      for (int i = 0; i < side * side; i++) {
        double part = Math.exp(logProb[i]) / 256;
        mass += part;
        second[0] += part * codes[2 * i] * codes[2 * i];
        second[1] += part * codes[2 * i + 1] * codes[2 * i + 1];
        second[2] += part * codes[2 * i] * codes[2 * i + 1];
      }
      assertThat(mass).isCloseTo(1, within(1e-3));
      Operand<TInt64> seeds = tf.constant(LongStream.range(0, draws).toArray());
      float[] drawn =
          graph.fetch(prior.sample(tf, (ops, columns) -> SeededNormal.noise(ops, seeds, columns)));
      double[] found = new double[3];
      for (int i = 0; i < draws; i++) {
        found[0] += (double) drawn[2 * i] * drawn[2 * i] / draws;
        found[1] += (double) drawn[2 * i + 1] * drawn[2 * i + 1] / draws;
        found[2] += (double) drawn[2 * i] * drawn[2 * i + 1] / draws;
      }
      for (int i = 0; i < 3; i++) {
        // The error of a mean square of such variables is about 2 s / sqrt(n).
        assertThat(found[i])
            .isCloseTo(second[i], within(10 * Math.max(second[0], second[1]) / Math.sqrt(draws)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'3,2', vamp:4, gaussian, posteriors of one layer",
    "'3,2', normal, point, several layers",
  })
  void whatSeveralLayersCannotBeIsRefused(
      String dims, String prior, String posterior, String message) {
    assertThatThrownBy(
            () ->
                new LatentConfig(
                    Dims.read(dims), Priors.CHOICE.read(prior), Posteriors.CHOICE.read(posterior)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "3,", "3,,2", "0", "3,-1", "1000000000000"})
  void dimensionsThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> Dims.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("latentDim");
  }
}
