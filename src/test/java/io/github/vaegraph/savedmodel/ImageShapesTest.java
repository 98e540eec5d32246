package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.train.ModelTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images of odd sides, through convolutions, into an export and back. */
final class ImageShapesTest {
  private static final int COUNT = 3;

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "conv:4, 2, 1, 1, 1",
    "'conv:4,3', 2, 1, 7, 1",
    "'conv:4,3,2', 2, 65, 47, 3",
    "resnet:4/1, 2, 1, 1, 1",
    "'resnet:4,3/1', 2, 13, 11, 3",
    "'resnet:3,2,4/1', 2, 65, 47, 3",
    "ladder:4, '2,2', 1, 1, 1",
    "'ladder:4,3', '4,4,1', 1, 7, 1",
    "'ladder:4,3', '128,2', 29, 31, 1",
    "'ladder:4,3,2', '204,108,2', 65, 47, 3"
  })
  void theReloadedExportReconstructsAsTheRunDoes(
      String network, String latentDim, int height, int width, int channels) throws IOException {
    ImageShape image = new ImageShape(height, width, channels);
    ModelConfig config =
        ModelTexts.read(
            image, Map.of("network", network, "likelihood", "gaussian", "latentDim", latentDim));
    byte[] pixels = new byte[COUNT * image.size()];
    new Random(1).nextBytes(pixels);
    Batch batch = new Batch(pixels, COUNT);
    GraphOptions.Training training =
        new GraphOptions.Training(0, COUNT, 1, Optional.empty(), COUNT, new float[image.size()]);
    Path checkpoint = folder.resolve("checkpoint");
    try (VaeSession session =
        VaeSession.initialized(config, new GraphOptions(2, 255, Optional.of(training)))) {
      for (int step = 0; step < 3; step++) {
        session.step(new Step(batch, 0, step, 1e-3f, 1));
      }
      session.save(checkpoint);
      Path exported =
          SavedModelExporter.export(
              new SavedModelExporter.Source(config, checkpoint, 2, batch),
              new SavedModelExporter.Target(folder, "m", OptionalInt.empty()),
              model -> Map.of());
      float[] expected = session.decode(session.posterior(batch).mean());
      try (InferenceModel model = InferenceModel.load(exported)) {
        Floats images = Floats.ofPixels(pixels, image.size());
        assertThat(model.reconstruct(images).values()).containsExactly(expected, within(1e-5f));
      }
    }
  }
}
