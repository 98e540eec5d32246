package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.train.ModelTexts;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scale in closed form comes to what the definition says, while no weight moves. */
class OptimalScaleTest {
  private static final ImageShape SHAPE = new ImageShape(3, 3, 1);
  private static final int IMAGES = 7; // of batches of 10: what fills them up has no part in it
  private static final int STEPS = 300;

  @ParameterizedTest
  @CsvSource({"gaussian, 1", "gaussian, 3", "laplace, 1"})
  void itIsThatOfTheHighestLikelihood(String likelihood, int towers) {
    ModelConfig config =
        ModelTexts.read(
            SHAPE,
            Map.of(
                "network", "mlp:6",
                "latentDim", "2",
                "objective", "ae", // a point has no noise, and the batch one error
                "likelihood", likelihood + ":optimal"));
    byte[] pixels = new byte[IMAGES * SHAPE.size()];
    new Random(1).nextBytes(pixels);
    Batch batch = new Batch(pixels, IMAGES);
    GraphOptions options =
        new GraphOptions(
            towers,
            255,
            Optional.of(
                new GraphOptions.Training(
                    1, 10, 1, Optional.of(1e-6f), 100, new float[SHAPE.size()])));
    try (VaeSession session = VaeSession.initialized(config, options)) {
      float[] before = values(session.parameters(), "decoder.outputs.bias");
      float[] decoded = session.decode(session.posterior(batch).mean());
      boolean squares = likelihood.equals("gaussian");
      double error = 0;
      for (int i = 0; i < decoded.length; i++) {
        double distance = Math.abs((pixels[i] & 0xff) / 255.0 - decoded[i]);
        error += (squares ? distance * distance : distance) / decoded.length;
      }
      for (int step = 0; step < STEPS; step++) {
        session.step(new Step(batch, 1, step, 0, 1));
      }
      StepResult at = session.measuredStep(new Step(batch, 1, STEPS, 0, 1));
      Map<String, float[]> parameters = session.parameters();
      assertThat(values(parameters, "decoder.outputs.bias")).containsExactly(before);
      float log = values(parameters, squares ? "likelihood.logVariance" : "likelihood.logScale")[0];
      assertThat((double) log).isCloseTo(Math.log(error), within(1e-4));
      // -log p(x) = D/2 (log(2 pi MSE) + 1), or D (log(2 MAE) + 1)
      double expected =
          squares
              ? 0.5 * SHAPE.size() * (Math.log(2 * Math.PI * error) + 1)
              : SHAPE.size() * (Math.log(2 * error) + 1);
      assertThat((double) at.loss()).isCloseTo(expected, within(1e-4));
      // A row is of the same sigma, whatever it is served with.
      float[] alone = session.bounds(new Batch(pixels, 1), 1, 0, 0).distortion();
      float[] together = session.bounds(batch, 1, 0, 0).distortion();
      assertThat(alone[0]).isCloseTo(together[0], within(1e-5f));
    }
  }

  private static float[] values(Map<String, float[]> parameters, String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }
}
