package io.github.vaegraph.savedmodel;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.model.ModelConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Writes a SavedModel that TensorFlow Serving loads: {@code <base>/<name>/<version>}. It is written
 * aside, loaded again, compared with the model it was made from, held to the rules of TensorFlow
 * Serving, and only then renamed: a server that polls the folder never sees half a version.
 */
public final class SavedModelExporter {
  private static final System.Logger LOG =
      System.getLogger(SavedModelExporter.class.getPackageName());

  private SavedModelExporter() {}

  /**
   * What is exported.
   *
   * @param config the model's configuration
   * @param checkpoint the checkpoint's files without their endings
   * @param scoreSamples K, the codes that {@code score} draws for each image
   * @param heldBack images, on which the export is compared with the model, with their classes'
   *     indices where it is conditional
   */
  public record Source(ModelConfig config, Path checkpoint, int scoreSamples, Batch heldBack) {
    private static final int MOST_SAMPLES = 1000;

    /**
     * @throws IllegalArgumentException when the number of samples makes no sense
     */
    public Source {
      if (scoreSamples < 1 || scoreSamples > MOST_SAMPLES) {
        throw new IllegalArgumentException(
            "score samples must lie between 1 and %d, was %d"
                .formatted(MOST_SAMPLES, scoreSamples));
      }
    }
  }

  /** What comes with a model, for people and other programs. */
  public interface Extras {
    /** Files for {@code assets.extra}, by name, of the model that is being exported. */
    Map<String, byte[]> of(InferenceModel model) throws IOException;
  }

  /**
   * Where it is exported to.
   *
   * @param base where exported models lie
   * @param name the model's name, one folder below base
   * @param keep how many of the newest versions stay; all, when empty
   * @param warnings told, in one line each, of old versions that are removed, and of what should be
   *     deleted and cannot be
   */
  public record Target(Path base, String name, OptionalInt keep, Consumer<String> warnings) {
    /** A target whose warnings go to Java's own log. */
    public Target(Path base, String name, OptionalInt keep) {
      this(base, name, keep, warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    /**
     * @throws IllegalArgumentException when TensorFlow Serving could not take the name, or no
     *     version would stay
     */
    public Target {
      if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(
            "a model's name must be made of letters, digits, dots, hyphens and underscores, was "
                + name);
      }
      if (keep.isPresent() && keep.getAsInt() < 1) {
        throw new IllegalArgumentException(
            "versions to keep must be positive, was " + keep.getAsInt());
      }
    }

    /**
     * Refuses a target that nothing can be exported to. Worth calling before a model is trained.
     *
     * @throws IOException when the folder cannot be made or written
     */
    public void check() throws IOException {
      Path nearest = folder().toAbsolutePath();
      while (Files.notExists(nearest) && nearest.getParent() != null) {
        nearest = nearest.getParent();
      }
      if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
        throw new IOException(Publication.unwritable(folder()));
      }
    }

    private Path folder() {
      return base.resolve(name);
    }
  }

  /**
   * Exports a checkpoint as the next free version.
   *
   * @param extras what else comes with it
   * @return the new version's folder
   * @throws RefusedExportException when it differs from the model it was made from, or breaks a
   *     rule of TensorFlow Serving's
   * @throws IOException when it cannot be written
   */
  public static Path export(Source source, Target target, Extras extras) throws IOException {
    target.check();
    try (Publication publication = Publication.begin(target.folder(), target.warnings())) {
      Path aside = publication.aside();
      try (InferenceModel model =
          InferenceModel.restore(source.config(), source.scoreSamples(), source.checkpoint())) {
        model.export(aside);
        for (Map.Entry<String, byte[]> extra : extras.of(model).entrySet()) {
          write(aside.resolve("assets.extra").resolve(extra.getKey()), extra.getValue());
        }
      }
      Map<String, byte[]> files =
          ServingFiles.of(
              aside,
              target.name(),
              source.scoreSamples(),
              Forms.of(source.config()),
              source.heldBack());
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        write(aside.resolve(file.getKey()), file.getValue());
      }
      ExportGate.check(source, aside);
      Path published = publication.publish();
      if (target.keep().isPresent()) {
        publication.keep(target.keep().getAsInt());
      }
      return published;
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.write(file, bytes);
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
  }
}
