package io.github.vaegraph.cli;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.source.DataOptions;
import io.github.vaegraph.source.DataOptions.SplitSize;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.file.ReadOptions.LabelColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** The options that say which images are read, and how. */
final class DataArguments {
  private DataArguments() {}

  /** Adds the options of a command that reads images. */
  static void add(Options options, String defaultData) {
    Arguments.add(
        options,
        "data",
        "SET|PATH",
        "digits, mnist, fashion-mnist, binarized-mnist, or a path: a folder of IDX files or of"
            + " pictures, an IDX, CSV, NPY or NPZ file (default: "
            + defaultData
            + ")");
    Arguments.add(
        options,
        "data-dir",
        "DIR",
        "where the named sets lie (default: $VAEGRAPH_DATA, else a cache folder, to which they are"
            + " downloaded)");
    Arguments.add(
        options, "shape", "HxW[xC]", "shape of an image in CSV and NPY files that do not tell it");
    Arguments.add(options, "channels", "1|3", "read pictures as grey or as colour (default: 1)");
    Arguments.add(options, "resize", "HxW", "bring pictures to this size (default: as they are)");
    Arguments.add(
        options, "label-column", "none|first|last", "the label's column in CSV (default: none)");
    Arguments.add(
        options,
        "max-value",
        "V",
        "what values in CSV, NPY, NPZ and IDX files are divided by (default: 255 for bytes and for"
            + " CSV where whole numbers above 1 occur, else 1)");
  }

  /** Adds the options that divide a set into splits. */
  static void addSplits(Options options) {
    Arguments.add(
        options,
        "validation",
        "N",
        "images, or fraction of the training images, kept for validation (default: the set's own"
            + " split, else 0.1)");
    Arguments.add(
        options,
        "test",
        "N",
        "images, or fraction, kept for testing where a set has no test split (default: 0.1)");
    Arguments.add(options, "data-seed", "N", "what digits and splits are drawn from (default: 0)");
  }

  /** Reads the options; a path becomes an absolute one, that leads to the same from everywhere. */
  static DataOptions read(Arguments arguments, String defaultData) {
    DataOptions defaults = DataOptions.of(absolute(arguments.text("data").orElse(defaultData)));
    Optional<ImageShape> resize = arguments.value("resize", ImageShape::parse);
    if (resize.isPresent() && resize.get().channels() != 1) {
      throw new IllegalArgumentException("--resize: expected HxW; channels are set by --channels");
    }
    return new DataOptions(
        defaults.data(),
        arguments.path("data-dir").map(dir -> dir.toAbsolutePath().normalize()),
        arguments.value("shape", ImageShape::parse),
        arguments.integer("channels").orElse(defaults.channels()),
        resize,
        arguments.value("label-column", DataArguments::labelColumn).orElse(defaults.labelColumn()),
        arguments.number("max-value"),
        arguments.value("validation", DataArguments::splitSize),
        arguments.value("test", DataArguments::splitSize),
        arguments.longInteger("data-seed").orElse(defaults.seed()));
  }

  /** The name of a set stays, and so does what leads nowhere, to be refused as it was typed. */
  private static String absolute(String data) {
    boolean path =
        !data.isBlank() && !Datasets.names().contains(data) && Files.exists(Path.of(data));
    return path ? Path.of(data).toAbsolutePath().normalize().toString() : data;
  }

  private static LabelColumn labelColumn(String text) {
    return switch (text) {
      case "none", "first", "last" -> LabelColumn.valueOf(text.toUpperCase(Locale.ROOT));
      default -> throw new IllegalArgumentException("expected none, first or last, found " + text);
    };
  }

  private static SplitSize splitSize(String text) {
    return new SplitSize(Arguments.decimal(text));
  }
}
