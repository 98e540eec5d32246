package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.LatentAxes;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.artifact.Traversals;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae traverse}: what each dimension of the code does to a picture. */
final class TraverseCommand extends Command {
  private static final int USUAL_ROWS = 10;

  TraverseCommand() {
    super(
        "traverse",
        MODEL,
        "draw what each dimension of the code changes",
        "vae traverse savedmodel/digits/1 --data digits --out traversals.png");
  }

  @Override
  void addOptions(Options options) {
    Arguments.add(
        options,
        "dimensions",
        "I,I,...",
        "rows, counted from 0 (default: the first 10; with --data the 10 that say most)");
    Arguments.add(
        options,
        "range",
        "R",
        "from -R to R of the prior's standard deviations around its mean (default: 3)");
    Arguments.add(options, "count", "N", "columns (default: 11)");
    Arguments.add(
        options,
        "image",
        "I",
        "with --data, the image whose code stays but for one dimension, counted from 0 (default: 0;"
            + " without --data the prior's mean stays)");
    Arguments.add(options, "split", "NAME", "train, validation, test or all (default: test)");
    Arguments.add(
        options,
        LabelArguments.LABEL,
        "NAME",
        "for a conditional model: the class of the code (default: that of the image)");
    Arguments.add(options, "out", "FILE", "the PNG to write (default: traversals.png)");
    DataArguments.add(options, "none: all starts at the prior's mean");
    DataArguments.addSplits(options);
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path out = PictureArguments.pictureFile(arguments, "traversals.png");
    double range = arguments.number("range").orElse(3.0);
    int count = arguments.integer("count").orElse(11);
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    Optional<ModelConfig> config = OpenedModel.config(folder).map(RunConfig::model);
    Optional<Split> images = images(arguments, folder, console);
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      InferenceModel told;
      LatentAxes axes;
      float[] start;
      String title;
      if (images.isPresent()) {
        Split split = images.get();
        PictureArguments.checkShape(arguments, model.shape(), split.images().shape());
        int image = image(arguments, split);
        axes = LatentAxes.of(model, config, split);
        told = model.given(split, image, image + 1);
        Floats code = told.encode(Floats.ofImages(split.images(), image, image + 1)).mean();
        OddValues.tell(code, console);
        start = code.values();
        String name = split.images().name(image);
        title =
            "one dimension at a time, from "
                + (split.images().named() ? name : "%s image %s".formatted(split.name(), name));
      } else {
        told = LabelArguments.told(arguments, model, config.flatMap(ModelConfig::classes), 1);
        axes = LatentAxes.of(model, config);
        start = floats(axes.mean());
        title = "one dimension at a time, from the prior's mean";
        config
            .filter(known -> !known.hasRate())
            .ifPresent(
                ae ->
                    console.warn(
                        "a plain autoencoder's codes follow no prior, so that columns are plain"
                            + " numbers; say --data to go by its codes' own deviations"));
      }
      int[] dimensions = dimensions(arguments, axes);
      Pictures.save(Traversals.of(told, axes, start, dimensions, range, count, title), out);
      console.print("wrote " + out);
    }
  }

  private static Optional<Split> images(Arguments arguments, Path folder, Console console)
      throws IOException {
    if (!arguments.has("data")) {
      Options data = new Options();
      DataArguments.add(data, "");
      DataArguments.addSplits(data);
      arguments.refuse(
          "without --data",
          name -> name.equals("image") || name.equals("split") || data.hasLongOption(name));
      return Optional.empty();
    }
    return Optional.of(InputImages.open(arguments, "test", Optional.of(folder), console).split());
  }

  private static int image(Arguments arguments, Split split) {
    int image = arguments.integer("image").orElse(0);
    if (image < 0 || image >= split.count()) {
      throw new IllegalArgumentException(
          "--image: expected an image from 0 to %d, found %d".formatted(split.count() - 1, image));
    }
    return image;
  }

  private static int[] dimensions(Arguments arguments, LatentAxes axes) {
    List<Integer> chosen = arguments.integers("dimensions").orElse(List.of());
    if (arguments.has("dimensions")) {
      return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
    return Arrays.copyOf(axes.order(), Math.min(USUAL_ROWS, axes.order().length));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
