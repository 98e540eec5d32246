package io.github.vaegraph.cli;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptions.Layout;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.source.Datasets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        "digits, sprites, mnist, fashion-mnist, binarized-mnist, emnist-SPLIT, or a path: a folder of IDX"
            + " files, of CSV files or of pictures, an IDX, CSV, NPY or NPZ file (default: "
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
    Arguments.add(
        options,
        "channels",
        "1|3",
        "read pictures as grey or as colour (default: grey where all of them are)");
    Arguments.add(options, "resize", "HxW", "bring images to this size (default: as they are)");
    Arguments.add(
        options,
        "crop",
        "none|centre[:HxW]",
        "what is resized: all of an image, or the part of that size around its centre, or the"
            + " largest one there of the new size's ratio of sides (default: none)");
    Arguments.add(
        options,
        "label-column",
        "none|first|last|NAME",
        "the label's column in CSV, a name or a position from 1 too (default: none)");
    Arguments.add(
        options,
        "ignore-columns",
        "NAMES",
        "columns of CSV that are no pixels, names or positions from 1 with commas between");
    Arguments.add(
        options,
        "min-value",
        "V",
        "which value in CSV, NPY, NPZ and IDX files is black (default: 0)");
    Arguments.add(
        options,
        "max-value",
        "V",
        "which value in CSV, NPY, NPZ and IDX files and in 16-bit pictures is white"
            + " (default: 255 for bytes, and for CSV and other whole numbers where some are above"
            + " 1; 65535 for 16-bit pictures; else 1)");
    Arguments.add(
        options,
        "arrays",
        "IMAGES[,LABELS]",
        "which arrays of an NPZ file hold images and labels (default: those of usual names)");
    Arguments.add(
        options,
        "layout",
        Layout.CHOICE.names().replace(", ", "|"),
        "whether a flat colour image holds its pixels' three values side by side, or all red ones"
            + " first, as CIFAR's do (default: interleaved)");
    Arguments.flag(options, "transpose", "exchange rows and columns, as EMNIST's files need it");
    Arguments.add(
        options,
        "on-damaged",
        Damaged.CHOICE.names().replace(", ", "|"),
        "what becomes of pictures that cannot be read (default: refuse)");
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
    ReadOptionsBuilder reading = ReadOptions.with();
    arguments.value("shape", ImageShape::parse).ifPresent(reading::shape);
    arguments.integer("channels").ifPresent(reading::channels);
    resize.ifPresent(size -> reading.resize(size.height(), size.width()));
    arguments.value("crop", Crop.CHOICE::read).ifPresent(reading::crop);
    arguments.value("label-column", LabelColumn::new).ifPresent(reading::labelColumn);
    arguments.text("ignore-columns").ifPresent(text -> reading.ignoredColumns(names(text)));
    arguments.number("min-value").ifPresent(reading::minValue);
    arguments.number("max-value").ifPresent(reading::maxValue);
    arguments
        .value("arrays", DataArguments::arrays)
        .ifPresent(
            arrays ->
                arrays
                    .labels()
                    .ifPresentOrElse(
                        labels -> reading.arrays(arrays.images(), labels),
                        () -> reading.arrays(arrays.images())));
    arguments.value("layout", Layout.CHOICE::read).ifPresent(reading::layout);
    if (arguments.has("transpose") || arguments.text("transpose").isPresent()) {
      reading.transpose(true);
    }
    arguments.value("on-damaged", Damaged.CHOICE::read).ifPresent(reading::damaged);
    return new DataOptions(
        defaults.data(),
        arguments.path("data-dir").map(dir -> dir.toAbsolutePath().normalize()),
        reading.build(),
        arguments.value("validation", DataArguments::splitSize),
        arguments.value("test", DataArguments::splitSize),
        arguments.longInteger("data-seed").orElse(defaults.seed()));
  }

  /** The name of a set stays, and so does what leads nowhere, to be refused as it was typed. */
  static String absolute(String data) {
    boolean path =
        !data.isBlank() && !Datasets.names().contains(data) && Files.exists(Path.of(data));
    return path ? Path.of(data).toAbsolutePath().normalize().toString() : data;
  }

  private static String[] names(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new);
  }

  private static ReadOptions.Arrays arrays(String text) {
    String[] names = names(text);
    if (names.length > 2 || Arrays.asList(names).contains("")) {
      throw new IllegalArgumentException("expected IMAGES or IMAGES,LABELS, found " + text);
    }
    return new ReadOptions.Arrays(
        names[0], names.length == 2 ? Optional.of(names[1]) : Optional.empty());
  }

  private static SplitSize splitSize(String text) {
    return new SplitSize(Arguments.decimal(text));
  }
}
