package io.github.vaegraph.run;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.RegularFile;
import io.github.vaegraph.train.EpochMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code metrics.jsonl}: one line an epoch, in their order. A line counts once its line break is
 * there: what a crash or a full disk has cut off is no line. {@code metrics.csv} beside it says the
 * same for spreadsheets and plots; nothing reads it here.
 */
final class MetricsLog {
  private static final int MAX_BYTES = 1 << 30;

  private final Path file;

  MetricsLog(Path file) {
    this.file = file;
  }

  /** Adds an epoch's line. */
  void append(EpochMetrics metrics) throws IOException {
    try {
      add(file, Json.line(metrics) + "\n");
      Path table = table();
      add(table, (Files.exists(table) ? "" : MetricsTable.HEADER) + MetricsTable.line(metrics));
      Durable.file(file);
      Durable.folder(file.toAbsolutePath().resolveSibling("."));
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
  }

  private static void add(Path to, String text) throws IOException {
    Files.writeString(
        to, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
  }

  private Path table() {
    return file.resolveSibling("metrics.csv");
  }

  /** Reads all epochs. */
  List<EpochMetrics> read() throws IOException {
    List<EpochMetrics> metrics = new ArrayList<>();
    for (String line : lines()) {
      metrics.add(
          Json.parse(line, EpochMetrics.class, "%s, epoch %d".formatted(file, metrics.size() + 1)));
    }
    return metrics;
  }

  /**
   * Takes back what comes after the first epochs: they will be trained again.
   *
   * @throws IOException when there are fewer
   */
  void keep(int epochs) throws IOException {
    List<String> lines = lines();
    if (lines.size() < epochs) {
      throw new IOException(
          "%s: expected the %d epochs of the checkpoint, found %d; has the file been changed?"
              .formatted(file, epochs, lines.size()));
    }
    StringBuilder kept = new StringBuilder();
    lines.subList(0, epochs).forEach(line -> kept.append(line).append('\n'));
    if (Files.exists(file) && !kept.toString().equals(text())) {
      Durable.replace(file, kept.toString());
    }
    if (Files.exists(table()) || epochs > 0) {
      StringBuilder rows = new StringBuilder(MetricsTable.HEADER);
      read().forEach(metrics -> rows.append(MetricsTable.line(metrics)));
      Durable.replace(table(), rows.toString());
    }
  }

  private List<String> lines() throws IOException {
    String text = text();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private String text() throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    try {
      return RegularFile.text(file, MAX_BYTES);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read as text: " + e.getMessage(), e);
    }
  }
}
