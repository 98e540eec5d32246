package io.github.vaegraph.table;

import io.github.vaegraph.artifact.ImageScore;
import io.github.vaegraph.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes scores as CSV, aside, and gives the file its name when all are there. */
public final class ScoresWriter implements AutoCloseable {
  private final CsvRows csv;
  private boolean begun;

  private ScoresWriter(CsvRows csv) {
    this.csv = csv;
  }

  /**
   * Begins.
   *
   * @param labelNames a name a class index
   * @throws IOException when nothing can be written there
   */
  public static ScoresWriter create(Path out, Split split, List<String> labelNames)
      throws IOException {
    return new ScoresWriter(new CsvRows(out, split, labelNames));
  }

  /** The scores' columns; rate and distortion where the model tells them. */
  private static List<String> names(boolean rate) {
    return rate
        ? List.of("elbo", "log_likelihood", "rate", "distortion")
        : List.of("elbo", "log_likelihood");
  }

  /** What a score's columns hold, to every digit of a float. */
  private static List<String> cells(ImageScore score) {
    List<String> cells = new ArrayList<>();
    cells.add(Float.toString(score.elbo()));
    cells.add(Float.toString(score.logLikelihood()));
    score.rate().ifPresent(rate -> cells.add(Float.toString(rate)));
    score.distortion().ifPresent(distortion -> cells.add(Float.toString(distortion)));
    return cells;
  }

  /** Writes the scores of the images from this one on. */
  public void write(int firstImage, List<ImageScore> scores) throws IOException {
    for (int i = 0; i < scores.size(); i++) {
      ImageScore score = scores.get(i);
      if (!begun) {
        begun = true;
        csv.header(behindLabel("label", names(score.rate().isPresent())));
      }
      String label = csv.labelled() ? csv.label(firstImage + i) : "";
      csv.row(firstImage + i, behindLabel(label, cells(score)));
    }
  }

  private List<String> behindLabel(String label, List<String> cells) {
    List<String> all = new ArrayList<>(csv.labelled() ? List.of(label) : List.of());
    all.addAll(cells);
    return all;
  }

  /** Gives the file its name. */
  public void finish() throws IOException {
    csv.finish();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
