package io.github.vaegraph.serve;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compares an exported model with the training graph it came from, signature by signature, on real
 * images. An export that differs is not published.
 */
final class ExportGate {
  /** Two orders of summation in single precision differ by less. */
  private static final float TOLERANCE = 1e-5f;

  private static final long[] SEEDS = {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 42};

  private ExportGate() {}

  /**
   * @throws IOException naming the first output that differs
   */
  static void check(ModelConfig config, Path checkpoint, byte[] heldBack, Path exported)
      throws IOException {
    int count = heldBack.length / config.image().size();
    GraphOptions evaluation = new GraphOptions(1, 255, Optional.empty());
    try (InferenceModel model = InferenceModel.load(exported);
        VaeSession training = VaeSession.restored(config, evaluation, checkpoint)) {
      Floats images = Floats.ofPixels(heldBack, config.image().size());
      VaeSession.Posterior posterior = training.posterior(new Batch(heldBack, count));
      InferenceModel.Codes codes = model.encode(images);
      compare("encode mean", posterior.mean(), codes.mean());
      compare("encode log_variance", posterior.logVariance(), codes.logVariance());
      float[] decoded = training.decode(posterior.mean());
      compare("decode image", decoded, model.decode(codes.mean()));
      compare("reconstruct image", decoded, model.reconstruct(images));
      InferenceModel.Generated generated = model.generate(SEEDS);
      compare("generate image", training.decode(generated.codes().values()), generated.images());
      for (int i = 0; i < SEEDS.length; i++) {
        Floats alone = model.generate(new long[] {SEEDS[i]}).codes();
        compare("generate z alone", generated.codes().slice(i, i + 1).values(), alone);
      }
    }
  }

  private static void compare(String what, float[] expected, Floats found) throws IOException {
    float[] values = found.values();
    if (expected.length != values.length) {
      throw new IOException(
          "the export differs from the model: %s has %d values, expected %d"
              .formatted(what, values.length, expected.length));
    }
    for (int i = 0; i < values.length; i++) {
      float allowed = TOLERANCE * Math.max(1, Math.abs(expected[i]));
      if (!(Math.abs(expected[i] - values[i]) <= allowed)) { // NaN fails as well
        throw new IOException(
            "the export differs from the model: %s is %s in row %d, expected %s"
                .formatted(what, values[i], i / found.width(), expected[i]));
      }
    }
  }
}
