package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.PathReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The images that {@code --data} and {@code --split} name.
 *
 * @param labelNames a name a class index
 */
record InputImages(Split split, List<String> labelNames) {
  private static final Set<String> SPLITS = Set.of("train", "validation", "test", "all");

  /**
   * Opens them, as the model's own data were read where the options say nothing else.
   *
   * @param defaultSplit where {@code --split} is not given
   * @param model whose data they are read like; empty where that is not known
   * @throws IOException when they cannot be read or there are none
   */
  static InputImages open(
      Arguments arguments, String defaultSplit, Optional<Path> model, Console console)
      throws IOException {
    if (!arguments.has("data")) {
      throw new IllegalArgumentException(
          "--data: expected a set's name or a path, found nothing; try --data digits");
    }
    DataOptions options = DataArguments.read(arguments, "");
    String name = arguments.text("split").orElse(onePicture(options) ? "all" : defaultSplit);
    if (!SPLITS.contains(name)) {
      throw new IllegalArgumentException(
          "--split must be train, validation, test or all, was " + name);
    }
    if (name.equals("all")) {
      arguments.refuse("about all images", given -> Set.of("validation", "test").contains(given));
    }
    Optional<RunConfig> config =
        model.isPresent() ? OpenedModel.config(model.get()) : Optional.empty();
    ReadOptions recorded = config.map(known -> known.data().reading()).orElse(ReadOptions.USUAL);
    warnOfContradictions(options.reading().said(), recorded.said(), console);
    Dataset data =
        name.equals("all") ? Datasets.openAll(options, recorded) : Datasets.open(options, recorded);
    data.notes().forEach(note -> console.note("read   " + note));
    Split split = name.equals("all") ? data.train() : data.split(name);
    if (split.count() == 0) {
      throw new IOException(
          "%s: expected %s images, found none; try --split all".formatted(options.data(), name));
    }
    if (model.isEmpty()) {
      return new InputImages(split, data.labelNames());
    }
    Optional<Classes> classes = config.flatMap(known -> known.model().classes());
    return new InputImages(
        LabelArguments.told(arguments, split, data.labelNames(), classes),
        classes.map(Classes::names).orElse(data.labelNames()));
  }

  private static void warnOfContradictions(
      Map<String, String> given, Map<String, String> recorded, Console console) {
    given.forEach(
        (name, value) -> {
          String other = recorded.getOrDefault(name, value);
          if (!other.equals(value)) {
            console.warn(
                "the model's data were read with %s %s, not %s"
                    .formatted(OptionWords.option(name), other, value));
          }
        });
  }

  /** One picture is not split, so that all of it is meant. */
  private static boolean onePicture(DataOptions options) throws IOException {
    return !Datasets.names().contains(options.data())
        && !options.data().isBlank()
        && PathReader.onePicture(Path.of(options.data()));
  }
}
