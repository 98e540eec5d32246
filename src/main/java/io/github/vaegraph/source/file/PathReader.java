package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Reads what a path leads to: a folder or a file of any kind read here. */
public final class PathReader {
  /** What is read, as far as it decides which options mean anything. */
  private enum Content {
    ARRAYS,
    TABLE,
    BITS,
    PICTURES
  }

  private final ReadOptions options;
  private final ReadLimits limits;

  public PathReader(ReadOptions options, ReadLimits limits) {
    this.options = options;
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
    Parts parts = Files.isDirectory(path) ? folder(path) : file(InputFile.open(path));
    parts.checked(path);
    Optional<ImageShape> asked = options.shape();
    ImageShape found = parts.train().images().shape();
    if (asked.isPresent() && !asked.get().equals(found)) {
      throw new IllegalArgumentException(
          "%s: shape was given as %s, but the images are %s".formatted(path, asked.get(), found));
    }
    return parts;
  }

  private Parts folder(Path folder) throws IOException {
    Optional<Parts> idx = IdxFolder.parts(folder, options, limits);
    if (idx.isPresent()) {
      refuseMeaningless(folder, Content.ARRAYS);
      return idx.get();
    }
    refuseMeaningless(folder, Content.PICTURES);
    return PictureFolder.parts(folder, options, limits);
  }

  private Parts file(InputFile file) throws IOException {
    String name = file.path().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    Content others = name.endsWith(".amat") ? Content.BITS : Content.ARRAYS;
    refuseMeaningless(file.path(), name.endsWith(".csv") ? Content.TABLE : others);
    if (name.endsWith(".npy")) {
      expect(file, InputFile.Kind.NPY);
      return Parts.whole(NpyArray.images(file, options, limits));
    }
    if (name.endsWith(".npz")) {
      expect(file, InputFile.Kind.ZIP);
      return NpzFile.parts(file, options);
    }
    if (file.kind().picture() || PictureFile.named(file.path())) {
      throw Problem.at(file.path(), "one picture is no data set; give the folder it lies in");
    }
    if (name.endsWith(".csv")) {
      expect(file, InputFile.Kind.OTHER);
      return CsvFile.parts(file, options);
    }
    if (name.endsWith(".amat")) {
      expect(file, InputFile.Kind.OTHER);
      return Parts.whole(AmatFile.images(file, options.shape()));
    }
    if (file.kind() == InputFile.Kind.IDX || name.contains("idx") || name.contains("ubyte")) {
      return Parts.whole(IdxFile.images(file, options, limits));
    }
    throw Problem.at(
        file.path(),
        "expected IDX, .csv, .npy, .npz or .amat data, found %s; is the file's name right?",
        file.kind().words);
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

  private void refuseMeaningless(Path path, Content content) {
    boolean pictures = content == Content.PICTURES;
    refuse(path, options.resize().isPresent() && !pictures, "--resize is for folders of pictures");
    refuse(path, options.channels() != 1 && !pictures, "--channels is for folders of pictures");
    refuse(
        path,
        options.labelColumn() != ReadOptions.LabelColumn.NONE && content != Content.TABLE,
        "--label-column is for CSV files");
    refuse(
        path,
        options.maxValue().isPresent() && (pictures || content == Content.BITS),
        "--max-value is for CSV, NPY, NPZ and IDX files");
  }

  private static void refuse(Path path, boolean refused, String use) {
    if (refused) {
      throw new IllegalArgumentException(
          "%s: %s, which this is not; leave it out".formatted(path, use));
    }
  }
}
