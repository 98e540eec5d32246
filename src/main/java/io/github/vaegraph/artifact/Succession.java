package io.github.vaegraph.artifact;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunConfig.DatasetInfo;
import io.github.vaegraph.savedmodel.ModelVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a model may be served as the next version of another. Whoever asks a server for a model
 * by its name gets the newest version: one of other data or other signatures must not get there
 * because two folders of data share a name.
 */
public final class Succession {
  private Succession() {}

  /**
   * Refuses what differs from the newest version that is there.
   *
   * @param model the folder of the model's versions, which need not exist
   * @param next what is to be exported there
   * @throws IOException when its data or signatures are others
   */
  public static void check(Path model, RunConfig next) throws IOException {
    Optional<Path> newest =
        Files.isDirectory(model) ? ModelVersions.newestModel(model) : Optional.empty();
    if (newest.isEmpty()) {
      return;
    }
    Path config = newest.get().resolve(ModelExport.CONFIG);
    if (!Files.isRegularFile(config)) {
      throw refused(newest.get(), "is another program's", "this one VaeGraph's");
    }
    RunConfig before = Json.read(config, RunConfig.class);
    if (!signatures(before.model()).equals(signatures(next.model()))) {
      throw refused(
          newest.get(),
          "has " + signatures(before.model()),
          "this one " + signatures(next.model()));
    }
    if (!same(before.dataset(), next.dataset())) {
      throw refused(
          newest.get(),
          "was trained on " + place(before.dataset()),
          "this one on " + place(next.dataset()));
    }
  }

  /** What the shapes and the names of signatures follow from, for people. */
  private static String signatures(ModelConfig model) {
    return "images of %s, z of %d, %s posterior, %s and %s"
        .formatted(
            model.image(),
            model.latentDim(),
            model.hasRate() ? "a" : "no",
            model.latent().prior().chooses() ? "a mixture" : "no mixture",
            model.classes().map(known -> "the classes " + known.names()).orElse("no classes"));
  }

  /** The same place with other images in it is a set that has grown. */
  private static boolean same(DatasetInfo one, DatasetInfo other) {
    return one.checksum().equals(other.checksum())
        || (one.name().equals(other.name()) && one.source().equals(other.source()));
  }

  private static String place(DatasetInfo data) {
    return "%s (%s)".formatted(data.name(), data.source());
  }

  private static IOException refused(Path version, String before, String now) {
    return new IOException(
        "%s %s, %s; give it a name of its own with --name, or say --next-version"
            .formatted(version, before, now));
  }
}
