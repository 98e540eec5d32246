package io.github.vaegraph.train;

import io.github.vaegraph.data.Unfinished;
import io.github.vaegraph.model.VaeSession;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The checkpoints of a run: one folder an epoch, {@code epoch-00010}, which holds a TensorFlow
 * checkpoint {@code variables.*}. A folder is written aside and renamed, so that what has its name
 * is whole; the last two are kept.
 */
public final class Checkpoints {
  private static final int KEPT = 2;
  private static final String FORM = "epoch-[0-9]{5,}";

  private final Path folder;

  /** The checkpoints in this folder, which the first one creates. */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the model's variables, the optimizer's with them.
   *
   * @throws IOException when they cannot be written, and nothing is left of them
   */
  public void save(VaeSession session, int epoch) throws IOException {
    Path whole = folder.resolve(String.format(Locale.ROOT, "epoch-%05d", epoch));
    Files.createDirectories(folder);
    try (Unfinished aside = new Unfinished(folder.resolve(whole.getFileName() + ".partial"))) {
      Unfinished.delete(aside.path());
      Files.createDirectory(aside.path());
      session.save(aside.path().resolve("variables"));
      Files.move(aside.path(), whole, StandardCopyOption.ATOMIC_MOVE);
    }
    List<Path> all = all();
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      Unfinished.delete(old);
    }
  }

  /**
   * The newest checkpoint's prefix, as {@link VaeSession#restored} takes it.
   *
   * @throws IOException when the folder cannot be read
   */
  public Optional<Path> latest() throws IOException {
    List<Path> all = all();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.get(all.size() - 1).resolve("variables"));
  }

  private List<Path> all() throws IOException {
    List<Path> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (entry.getFileName().toString().matches(FORM)) {
            all.add(entry);
          }
        }
      }
    }
    // By number: past epoch 99999 the names are longer.
    all.sort(
        Comparator.comparingInt((Path entry) -> entry.getFileName().toString().length())
            .thenComparing(Comparator.naturalOrder()));
    return all;
  }
}
