package io.github.vaegraph.source.picture;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.NamedImages;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.Pixels;
import io.github.vaegraph.source.file.ReadLimits;
import io.github.vaegraph.source.file.SplitName.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A folder of pictures. What its folders mean, classes or splits, {@link SplitFolders} tells; sizes
 * and colours are found by looking at all pictures.
 */
public final class PictureFolder {
  /** Pictures that are decoded once more to find colours that a model does not know. */
  private static final int LOOKED_AT = 256;

  private final Path root;
  private final ReadOptions options;
  private final ReadOptions asked;
  private final ReadLimits limits;
  private final List<String> notes = new ArrayList<>();
  private ReadOptions found = ReadOptions.USUAL;

  private PictureFolder(Path root, ReadOptions options, ReadOptions asked, ReadLimits limits) {
    this.root = root;
    this.options = options;
    this.asked = asked;
    this.limits = limits;
  }

  /**
   * Reads a folder; pictures are taken in the order of their paths.
   *
   * @param given what of the options was asked for this folder, and not recorded with others
   * @throws IOException when there are none, some are damaged, its folders are ambiguous, or the
   *     pictures differ in size and no size is asked for
   */
  public static Parts parts(Path root, ReadOptions options, ReadOptions given, ReadLimits limits)
      throws IOException {
    PictureFolder folder = new PictureFolder(root, options, given, limits);
    return folder.told(folder.parts());
  }

  /**
   * Reads one picture, called by its file's name.
   *
   * @param given what of the options was asked for it, and not recorded with others
   * @throws IOException when it is damaged
   */
  public static Parts picture(Path file, ReadOptions options, ReadOptions given, ReadLimits limits)
      throws IOException {
    Path above = file.toAbsolutePath().getParent();
    Path root = above == null ? file.toAbsolutePath() : above;
    PictureFolder folder = new PictureFolder(root, options, given, limits);
    List<Path> files = List.of(root.resolve(file.getFileName()));
    return folder.told(Parts.whole(folder.images(files, folder.decoder(files))));
  }

  private Parts parts() throws IOException {
    PictureScan scan = PictureScan.of(root);
    if (scan.pictures().isEmpty()) {
      throw Problem.at(
          root,
          "expected IDX files (train-images-idx3-ubyte, ...) or %s pictures, found %s%s",
          PictureFile.KINDS,
          scan.others().isEmpty() ? "none" : "none, but " + scan.otherKinds(),
          scan.others().keySet().stream().anyMatch(ending -> ending.matches("\\.np[yz]"))
              ? "; of arrays give one file: numpy.stack makes one of many, and numpy.savez one with"
                  + " x_train and x_test"
              : "");
    }
    SplitFolders folders = SplitFolders.of(root, scan.pictures());
    folders
        .wrapping()
        .ifPresent(
            path ->
                notes.add(
                    "all pictures lie in the folder %s, which is looked through".formatted(path)));
    if (!scan.others().isEmpty()) {
      notes.add("left out: " + scan.otherKinds());
    }
    Map<Kind, List<Path>> bySplit = new EnumMap<>(Kind.class);
    for (Path picture : scan.pictures()) {
      Kind kind = folders.split(picture).orElse(Kind.TRAIN); // no splits: all may train
      bySplit.computeIfAbsent(kind, k -> new ArrayList<>()).add(picture);
    }
    if (options.damaged().equals(Optional.of(Damaged.SKIP))) {
      skipDamaged(bySplit);
    }
    List<Path> files = bySplit.values().stream().flatMap(List::stream).toList();
    PictureDecoder decoder = decoder(files);
    PictureClasses classes = PictureClasses.of(root, bySplit.values(), folders);
    notes.addAll(classes.notes());
    Map<Kind, Split> splits = new EnumMap<>(Kind.class);
    for (Map.Entry<Kind, List<Path>> split : bySplit.entrySet()) {
      List<Path> mine = split.getValue();
      splits.put(
          split.getKey(),
          new Split(split.getKey().text(), images(mine, decoder), classes.labels(mine)));
    }
    return new Parts(
        splits.getOrDefault(Kind.TRAIN, splits.values().iterator().next()),
        Optional.ofNullable(splits.get(Kind.VALIDATION)),
        Optional.ofNullable(splits.get(Kind.TEST)),
        classes.names());
  }

  private Parts told(Parts parts) {
    Parts told = parts.finding(found);
    for (String note : notes) {
      told = told.noting(note);
    }
    return told;
  }

  private void skipDamaged(Map<Kind, List<Path>> bySplit) throws IOException {
    List<Path> damaged = new ArrayList<>();
    for (Map.Entry<Kind, List<Path>> split : bySplit.entrySet()) {
      DamagedPictures sorted = DamagedPictures.among(root, split.getValue());
      damaged.addAll(sorted.damaged());
      split.setValue(sorted.sound());
    }
    if (!damaged.isEmpty()) {
      notes.add("left out: " + new DamagedPictures(damaged, List.of()).names(root));
    }
  }

  private NamedImages images(List<Path> files, PictureDecoder decoder) throws IOException {
    PictureImages images = new PictureImages(files, decoder, limits.pictureCache());
    long bytes = (long) files.size() * decoder.shape().size();
    List<String> names = files.stream().map(file -> PictureScan.relative(root, file)).toList();
    if (bytes <= limits.pictureCache()) {
      return new NamedImages(images.inMemory(), names);
    }
    notes.add(
        "%d pictures, %d MiB as pixels, are decoded in each epoch, and once before"
            .formatted(files.size(), bytes >> 20));
    return new NamedImages(images, names);
  }

  private PictureDecoder decoder(List<Path> files) throws IOException {
    PictureFile.Header[] headers = new PictureFile.Header[files.size()];
    Parallel.each(files, (i, file) -> headers[i] = PictureFile.header(file));
    Optional<ImageShape> asked = options.size();
    if (asked.isEmpty()) {
      refuseUnequal(files, headers);
    }
    noteSeveral(files, headers);
    int channels = channels(files);
    PictureFile.Size first = headers[0].size();
    ImageShape shape =
        asked.isPresent()
            ? new ImageShape(asked.get().height(), asked.get().width(), channels)
            : Pixels.shape(files.get(0), first.height(), first.width(), channels);
    return new PictureDecoder(shape, options.crop().orElse(Crop.NONE), options.maxValue());
  }

  private void noteSeveral(List<Path> files, PictureFile.Header[] headers) {
    int[] several = IntStream.range(0, headers.length).filter(i -> headers[i].several()).toArray();
    int count = several.length;
    if (count > 0) {
      notes.add(
          "%d %s (%s%s): the first of each is read"
              .formatted(
                  count,
                  count == 1 ? "file holds several pictures" : "files hold several pictures",
                  PictureScan.relative(root, files.get(several[0])),
                  count == 1 ? "" : ", ..."));
    }
  }

  private static void refuseUnequal(List<Path> files, PictureFile.Header[] headers)
      throws IOException {
    for (int i = 1; i < headers.length; i++) {
      if (!headers[i].size().equals(headers[0].size())) {
        throw Problem.at(
            files.get(i),
            "expected a picture of %s like %s, found %s; bring all to one size with resize(HxW)",
            headers[0].size(),
            files.get(0),
            headers[i].size());
      }
    }
  }

  /** Grey where all pictures are; they are decoded for that until one is coloured. */
  private int channels(List<Path> files) throws IOException {
    if (asked.channels().isPresent() || options.channels().equals(Optional.of(3))) {
      return options.channels().orElseThrow();
    }
    boolean known =
        options.channels().isPresent(); // from a model: what its pictures are not is said
    Optional<Path> colour =
        Parallel.first(
            known ? files.subList(0, Math.min(LOOKED_AT, files.size())) : files,
            file ->
                !PictureFile.greyByHeader(file)
                    && !PicturePixels.greyThroughout(PictureFile.decode(file).stored()));
    String name = colour.map(file -> PictureScan.relative(root, file)).orElse("");
    if (known) {
      colour.ifPresent(
          file ->
              notes.add("%s has colours: read as grey, as the model's pictures".formatted(name)));
      return options.channels().get();
    }
    int channels = colour.isPresent() ? 3 : 1;
    found = found.changed().channels(channels).build();
    if (colour.isPresent()) {
      notes.add(
          "colour pictures (%s is the first): read in 3 channels; channels(1) reads them as grey"
              .formatted(name));
    }
    return channels;
  }
}
