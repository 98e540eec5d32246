package io.github.vaegraph.source;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.OptionUses.Content;
import io.github.vaegraph.source.file.AmatFile;
import io.github.vaegraph.source.file.CsvFile;
import io.github.vaegraph.source.file.CsvFolder;
import io.github.vaegraph.source.file.IdxFile;
import io.github.vaegraph.source.file.IdxFolder;
import io.github.vaegraph.source.file.InputFile;
import io.github.vaegraph.source.file.NpyArray;
import io.github.vaegraph.source.file.NpzFile;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.file.ResizedImages;
import io.github.vaegraph.source.picture.PictureFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads what a path leads to: a folder or a file of any kind read here. */
public final class PathReader {
  private final ReadOptions given;
  private final ReadOptions recorded;
  private final ReadOptions options;
  private final ReadLimits limits;

  /**
   * @param given what was asked for these files, and so has to mean something to them
   * @param recorded how a model's data were read, which holds where nothing else is asked for
   */
  public PathReader(ReadOptions given, ReadOptions recorded, ReadLimits limits) {
    this.given = given;
    this.recorded = recorded;
    this.options = given.over(recorded);
    this.limits = limits;
  }

  /**
   * Reads a folder or file.
   *
   * @throws IOException when it holds no images or damaged ones
   * @throws IllegalArgumentException when an option does not fit what it holds, or means nothing to
   *     it
   */
  public Parts read(Path path) throws IOException {
    refuseCropAlone(path);
    return shaped(path, Files.isDirectory(path) ? folder(path) : file(InputFile.open(path)));
  }

  /**
   * Reads a folder or file, or one picture, whose only image is then for training.
   *
   * @throws IOException as {@link #read} does
   * @throws IllegalArgumentException as {@link #read} does
   */
  public Parts readAll(Path path) throws IOException {
    if (!onePicture(path)) {
      return read(path);
    }
    refuseCropAlone(path);
    OptionUses.refuseOthers(path, Content.PICTURES, given);
    return shaped(path, PictureFolder.picture(path, pictureOptions(), given, limits));
  }

  /**
   * Whether a path leads to one picture, told by its name or its first bytes.
   *
   * @throws IOException when it cannot be read
   */
  public static boolean onePicture(Path path) throws IOException {
    return Files.isRegularFile(path)
        && (InputFile.namedPicture(path) || InputFile.open(path).kind().picture());
  }

  private void refuseCropAlone(Path path) {
    if (options.crop().equals(Optional.of(Crop.CENTRE)) && options.size().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: crop(centre) cuts to the sides of resize(HxW); say that too, or crop(centre:HxW)"
              .formatted(path));
    }
  }

  /** What was read, as the options' shape, size and labels want it. */
  private Parts shaped(Path path, Parts read) throws IOException {
    Optional<ImageShape> asked = given.shape();
    ImageShape found = read.train().images().shape();
    if (asked.isPresent() && !asked.get().equals(found)) {
      throw new IllegalArgumentException(
          "%s: shape was given as %s, but the images are %s".formatted(path, asked.get(), found));
    }
    // Pictures know which way is up, and have their size; rows of numbers do not.
    Parts parts = read.train().images().named() ? read : sized(path, read);
    Parts labelled = parts.checked(path).labelledLike(options.labels());
    // Where nothing is known of the scale, training looks at the whole set.
    boolean known = given.maxValue().isPresent() || !recorded.equals(ReadOptions.USUAL);
    return known
        ? Darkness.note(path, labelled.train().images(), options)
            .map(labelled::noting)
            .orElse(labelled)
        : labelled;
  }

  private Parts sized(Path path, Parts read) {
    Parts parts = options.transpose().orElse(false) ? read.transposed() : read;
    Optional<ImageShape> size = options.size();
    try {
      return size.isEmpty()
          ? parts
          : parts.mapped(
              images ->
                  ResizedImages.of(images, size.get(), options.crop().orElse(Crop.NONE), limits));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Options for pictures: the white that a model of arrays knows says nothing about them. A model
   * of pictures knows their channels.
   */
  private ReadOptions pictureOptions() {
    if (recorded.channels().isPresent() || recorded.maxValue().isEmpty()) {
      return options;
    }
    ReadOptionsBuilder others = ReadOptions.with();
    recorded.resize().ifPresent(size -> others.resize(size.height(), size.width()));
    recorded.crop().ifPresent(others::crop);
    return given.over(others.labels(recorded.labels()).build());
  }

  private Parts folder(Path folder) throws IOException {
    Path inner = WrappedFolder.within(folder);
    boolean tables = !inner.equals(folder) && (IdxFolder.is(inner) || CsvFolder.is(inner));
    return tables
        ? unwrapped(inner)
            .noting(
                "all files lie in the folder %s, which is looked through"
                    .formatted(folder.relativize(inner).toString().replace('\\', '/')))
        : unwrapped(folder); // pictures tell themselves what wraps them
  }

  private Parts unwrapped(Path folder) throws IOException {
    Optional<Parts> idx = IdxFolder.parts(folder, options, limits);
    if (idx.isPresent()) {
      OptionUses.refuseOthers(folder, Content.IDX, given);
      return idx.get();
    }
    if (CsvFolder.is(folder)) {
      OptionUses.refuseOthers(folder, Content.TABLE, given);
      return CsvFolder.parts(folder, options, given);
    }
    OptionUses.refuseOthers(folder, Content.PICTURES, given);
    return PictureFolder.parts(folder, pictureOptions(), given, limits);
  }

  private Parts file(InputFile file) throws IOException {
    String name = file.path().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    OptionUses.refuseOthers(file.path(), content(name), given);
    if (name.endsWith(".npy")) {
      expect(file, InputFile.Kind.NPY);
      return NpyArray.parts(file, options, limits);
    }
    if (name.endsWith(".npz")) {
      expect(file, InputFile.Kind.ZIP);
      return NpzFile.parts(file, options, given);
    }
    if (file.kind().picture() || InputFile.namedPicture(file.path())) {
      throw Problem.at(file.path(), "one picture is no data set; give the folder it lies in");
    }
    if (content(name) == Content.TABLE) {
      expect(file, InputFile.Kind.OTHER);
      return CsvFile.parts(file, options, given);
    }
    if (name.endsWith(".amat")) {
      expect(file, InputFile.Kind.OTHER);
      return Parts.whole(AmatFile.images(file, options.shape()));
    }
    if (file.kind() == InputFile.Kind.IDX || name.contains("idx") || name.contains("ubyte")) {
      return IdxFile.images(file, options, limits);
    }
    throw Problem.at(
        file.path(),
        "expected IDX, .csv, .tsv, .npy, .npz or .amat data, found %s; %s",
        file.kind().words,
        OtherFiles.remedy(name, file.kind()));
  }

  private static void expect(InputFile file, InputFile.Kind kind) throws IOException {
    if (file.kind() != kind) {
      throw Problem.at(
          file.path(),
          "expected %s as the name says, found %s",
          kind == InputFile.Kind.OTHER ? "text" : kind.words,
          file.kind().words);
    }
    if (kind == InputFile.Kind.ZIP && file.gzip()) {
      throw Problem.at(file.path(), "expected a ZIP archive, found one inside gzip; unpack it");
    }
  }

  private static Content content(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "npy" -> Content.NPY;
      case "npz" -> Content.NPZ;
      case "csv", "tsv", "txt" -> Content.TABLE;
      case "amat" -> Content.BITS;
      default -> Content.IDX;
    };
  }
}
