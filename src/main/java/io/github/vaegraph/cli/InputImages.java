package io.github.vaegraph.cli;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.DataOptions;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.util.Set;

/** The images that {@code --data} and {@code --split} name. */
final class InputImages {
  private InputImages() {}

  /**
   * Opens them.
   *
   * @param defaultSplit where {@code --split} is not given
   * @throws IOException when they cannot be read or there are none
   */
  static Split open(Arguments arguments, String defaultSplit) throws IOException {
    if (!arguments.has("data")) {
      throw new IllegalArgumentException(
          "--data: expected a set's name or a path, found nothing; try --data digits");
    }
    String name = arguments.text("split").orElse(defaultSplit);
    if (name.equals("all")) {
      arguments.refuse("about all images", given -> Set.of("validation", "test").contains(given));
    }
    DataOptions options = DataArguments.read(arguments, "");
    Split split =
        name.equals("all") ? Datasets.openAll(options) : Datasets.open(options).split(name);
    if (split.count() == 0) {
      throw new IOException(
          "%s: expected %s images, found none; try --split all".formatted(options.data(), name));
    }
    return split;
  }
}
