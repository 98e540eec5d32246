package io.github.vaegraph.artifact;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.TrainingScores;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Scores a model's own training images, when it is exported. */
final class ScoredTraining {
  private static final long SEED = 0;
  private static final int MOST = 1000;

  /** Of which a hundredth is still two images. */
  private static final int FEWEST = 200;

  /** Pixels decoded in some seconds. */
  private static final long PIXELS = 1L << 26;

  private ScoredTraining() {}

  /**
   * The quantiles; none for a model that has no scores.
   *
   * @param samples K, the codes that the model draws for each image
   */
  static Optional<TrainingScores> of(
      InferenceModel model, ModelConfig config, Split train, int samples) throws IOException {
    if (!model.signatures().contains(Signatures.SCORE.name())) {
      return Optional.empty();
    }
    Split some = spread(train, images(config.image(), samples));
    ImageScorer scorer = ImageScorer.of(model, Optional.of(config), SEED);
    List<Float> scores = new ArrayList<>();
    int rows = Floats.imagesAtOnce(config.image());
    for (int from = 0; from < some.count(); from += rows) {
      int to = Math.min(some.count(), from + rows);
      scorer.score(some, from, to).stream().map(ImageScore::logLikelihood).forEach(scores::add);
    }
    double[] sorted = scores.stream().mapToDouble(Float::doubleValue).sorted().toArray();
    return Optional.of(
        new TrainingScores(
            sorted.length,
            samples,
            SEED,
            Optional.of(model.weightsSha256()),
            Quantiles.of(sorted, 0.01),
            Quantiles.of(sorted, 0.05),
            Quantiles.of(sorted, 0.5)));
  }

  private static int images(ImageShape image, int samples) {
    return (int) Math.min(MOST, Math.max(FEWEST, PIXELS / ((long) samples * image.size())));
  }

  /** So many images at even distances: those of one class may stand together. */
  private static Split spread(Split split, int most) {
    int count = Math.min(most, split.count());
    int[] positions =
        IntStream.range(0, count).map(i -> (int) ((long) i * split.count() / count)).toArray();
    return split.select(positions);
  }
}
