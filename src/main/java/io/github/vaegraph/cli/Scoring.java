package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.ImageScore;
import io.github.vaegraph.artifact.ImageScorer;
import io.github.vaegraph.artifact.Quantiles;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.table.ScoresWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Scores images into a file, and says what the scores mean. */
final class Scoring {
  /** Which way to look, said wherever a score is. */
  static final String DIRECTION = "the lower an image's log-likelihood, the more unusual it is";

  private Scoring() {}

  /**
   * Scores the images, some at a time, and writes a line for each.
   *
   * @return the log-likelihood of each image
   * @throws IOException when the file cannot be written
   */
  static float[] write(ImageScorer scorer, InputImages input, Path out, Console console)
      throws IOException {
    Split split = input.split();
    float[] logLikelihoods = new float[split.count()];
    OddValues odd = new OddValues();
    try (ScoresWriter writer = ScoresWriter.create(out, split, input.labelNames());
        Console.Progress progress = console.progress(Signatures.SCORE.name(), split.count())) {
      int rows = Floats.imagesAtOnce(split.images().shape());
      for (int from = 0; from < split.count(); from += rows) {
        int to = Math.min(split.count(), from + rows);
        List<ImageScore> scores = score(scorer, split, from, to);
        for (int i = 0; i < scores.size(); i++) {
          logLikelihoods[from + i] = scores.get(i).logLikelihood();
          odd.look(from + i, scores.get(i).elbo(), scores.get(i).logLikelihood());
        }
        writer.write(from, scores);
        progress.to(to);
      }
      writer.finish();
    } catch (IOException e) {
      throw Durable.unwritable(out, e);
    }
    odd.tell(console);
    console.print("wrote %d scores to %s".formatted(split.count(), out));
    summarize(logLikelihoods, console);
    return logLikelihoods;
  }

  private static List<ImageScore> score(ImageScorer scorer, Split split, int from, int to) {
    try {
      return scorer.score(split, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not the file's that is being written
    }
  }

  private static void summarize(float[] logLikelihoods, Console console) {
    double[] sorted = new double[logLikelihoods.length];
    Arrays.setAll(sorted, i -> logLikelihoods[i]);
    Arrays.sort(sorted);
    double sum = 0;
    for (double value : sorted) {
      sum += value;
    }
    console.print(
        "log-likelihood  mean %.2f nats; quantiles 1%% %.2f, 5%% %.2f, 50%% %.2f"
            .formatted(
                sum / sorted.length,
                Quantiles.of(sorted, 0.01),
                Quantiles.of(sorted, 0.05),
                Quantiles.of(sorted, 0.5)));
    console.print(DIRECTION);
  }

  /** The images of the lowest log-likelihoods, the lowest first; of equal ones the first. */
  static int[] lowest(float[] logLikelihoods, int count) {
    Integer[] order = new Integer[logLikelihoods.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Float.compare(logLikelihoods[a], logLikelihoods[b]));
    return Arrays.stream(order).limit(count).mapToInt(Integer::intValue).toArray();
  }
}
