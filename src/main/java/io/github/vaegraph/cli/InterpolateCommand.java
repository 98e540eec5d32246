package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.CodePath;
import io.github.vaegraph.artifact.Interpolations;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae interpolate}: ways from image to image through the latent space. */
final class InterpolateCommand extends Command {
  private static final String IMAGES = "images";
  private static final List<Integer> FIRST = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  private static final int MOST_ROWS = 100;
  private static final int MOST_COLUMNS = 100;

  InterpolateCommand() {
    super(
        Signatures.INTERPOLATE.name(),
        MODEL,
        "draw the way from image to image through the latent space",
        "vae interpolate savedmodel/digits/1 --data digits --images 3,5,0,2 --out between.png");
  }

  @Override
  void addOptions(Options options) {
    DataArguments.add(options, "required");
    DataArguments.addSplits(options);
    Arguments.add(options, "split", "NAME", "train, validation, test or all (default: test)");
    Arguments.add(
        options,
        IMAGES,
        "I,J,...",
        "the ends, two a row, counted from 0 (default: the first 10 images)");
    Arguments.flag(
        options,
        "spherical",
        "along arcs around 0 where straight lines lead through the middle, in which a prior N(0, I)"
            + " of many dimensions has next to no codes");
    Arguments.add(options, "count", "N", "decoded codes a row, from 2 to 100 (default: 11)");
    LabelArguments.add(options);
    Arguments.add(options, "out", "FILE", "the PNG to write (default: interpolations.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path out = PictureArguments.pictureFile(arguments, "interpolations.png");
    CodePath way = arguments.has("spherical") ? CodePath.SPHERICAL : CodePath.LINEAR;
    int count = arguments.integer("count").orElse(11);
    if (count < 2 || count > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "--count: expected 2 to %d, found %d".formatted(MOST_COLUMNS, count));
    }
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    Split split = InputImages.open(arguments, "test", Optional.of(folder), console).split();
    int[] ends = ends(arguments, split);
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      PictureArguments.checkShape(arguments, model.shape(), split.images().shape());
      Pictures.save(Interpolations.of(model, split.select(ends), ends.length / 2, count, way), out);
      console.print("wrote " + out);
    }
  }

  private static int[] ends(Arguments arguments, Split split) {
    List<Integer> ends =
        arguments
            .integers(IMAGES)
            .orElseGet(() -> FIRST.subList(0, Math.min(FIRST.size(), split.count() / 2 * 2)));
    if (ends.isEmpty() || ends.size() % 2 != 0 || ends.size() > 2 * MOST_ROWS) {
      throw new IllegalArgumentException(
          "--images: expected two images a row, in at most %d rows, found %d"
              .formatted(MOST_ROWS, ends.size()));
    }
    for (int image : ends) {
      if (image < 0 || image >= split.count()) {
        throw new IllegalArgumentException(
            "--images: expected images from 0 to %d, found %d".formatted(split.count() - 1, image));
      }
    }
    return ends.stream().mapToInt(Integer::intValue).toArray();
  }
}
