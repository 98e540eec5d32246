package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.ModelPictures;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.commons.cli.Options;

/** {@code vae generate}: pictures drawn from the prior. */
final class GenerateCommand extends Command {
  private static final int MAX_COUNT = 10_000;
  private static final int MAX_TEMPERATURE = 10;
  private static final String LABEL_GRID = "label-grid";

  GenerateCommand() {
    super(
        Signatures.GENERATE.name(),
        MODEL,
        "draw pictures from the prior",
        "vae generate savedmodel/digits/1 --count 64 --out grid.png");
  }

  @Override
  void addOptions(Options options) {
    Arguments.add(options, "count", "N", "how many pictures (default: 64)");
    Arguments.add(
        options, "seed", "S", "the first picture's seed; the others count on (default: 0)");
    Arguments.add(
        options,
        "temperature",
        "T",
        "how far codes are drawn from 0, where the prior is N(0, I): z times T, so that a T below 1"
            + " gives pictures more usual and more alike (default: 1)");
    Arguments.add(
        options,
        LabelArguments.LABEL,
        "NAME,...",
        "for a conditional model: the class to draw, or one a picture");
    Arguments.flag(
        options,
        LABEL_GRID,
        "for a conditional model: a row a class, those of --label or all, of --count columns (8)"
            + " with the same codes in all rows");
    Arguments.add(options, "out", "FILE", "the PNG to write (default: samples.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    boolean grid = arguments.has(LABEL_GRID);
    int count = count(arguments, grid ? 8 : 64);
    long seed = arguments.longInteger("seed").orElse(0L);
    Path out = PictureArguments.pictureFile(arguments, "samples.png");
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    double temperature = temperature(arguments, folder);
    Optional<Classes> classes = LabelArguments.classes(folder);
    try (InferenceModel any = OpenedModel.open(folder, console::warn)) {
      if (grid) {
        if (temperature != 1) {
          throw new IllegalArgumentException(
              "--temperature: expected no --label-grid beside it; name one class with --label");
        }
        drawClasses(arguments, any, classes, count, seed, out, console);
        console.print("wrote " + out);
        return;
      }
      Model model = LabelArguments.told(arguments, any, classes, count);
      Generated drawn = model.generate(seeds(seed, count));
      Floats images =
          temperature == 1 ? drawn.images() : model.decode(scaled(drawn.codes(), temperature));
      OddValues.tell(images, console);
      Pictures.save(ImageGrid.of(model.shape(), images.values(), columns(count)), out);
      console.print("wrote " + out);
    }
  }

  /** A row a class. */
  private static void drawClasses(
      Arguments arguments,
      Model model,
      Optional<Classes> classes,
      int columns,
      long seed,
      Path out,
      Console console)
      throws IOException {
    Classes known = LabelArguments.wanted(classes, LABEL_GRID);
    long[] rows =
        arguments
            .text(LabelArguments.LABEL)
            .map(text -> LabelArguments.indices(text, known))
            .orElseGet(known::shown);
    if ((long) rows.length * columns > MAX_COUNT) {
      throw new IllegalArgumentException(
          "--label-grid: expected at most %d pictures, found %d rows of %d"
              .formatted(MAX_COUNT, rows.length, columns));
    }
    ModelPictures pictures = new ModelPictures(model);
    Floats images = pictures.drawn(rows, columns, seed);
    OddValues.tell(images, console);
    Pictures.save(pictures.classes(images, known, rows, "a row a class, a column a seed"), out);
  }

  /** What {@code --temperature} says, which wants a prior whose noise is the code itself. */
  private static double temperature(Arguments arguments, Path folder) throws IOException {
    double temperature = arguments.number("temperature").orElse(1.0);
    if (temperature < 0 || temperature > MAX_TEMPERATURE) {
      throw new IllegalArgumentException(
          "--temperature: expected 0 to %d, found %s".formatted(MAX_TEMPERATURE, temperature));
    }
    if (temperature != 1) {
      Optional<RunConfig> config = OpenedModel.config(folder);
      String prior =
          config.map(known -> known.model().latent().prior().text()).orElse("one that is not told");
      if (config.filter(c -> c.model().latent().prior().standardNormal()).isEmpty()) {
        throw new IllegalArgumentException(
            "--temperature: expected a model whose prior is normal, N(0, I), found %s; leave it away"
                .formatted(prior));
      }
    }
    return temperature;
  }

  private static Floats scaled(Floats codes, double temperature) {
    float[] values = new float[codes.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (temperature * codes.values()[i]);
    }
    return new Floats(codes.rows(), codes.width(), values);
  }

  /** How many pictures {@code --count} asks for. */
  static int count(Arguments arguments, int otherwise) {
    int count = arguments.integer("count").orElse(otherwise);
    if (count < 1 || count > MAX_COUNT) {
      throw new IllegalArgumentException(
          "--count: expected 1 to %d, found %d".formatted(MAX_COUNT, count));
    }
    return count;
  }

  /** Seeds that count on; after the largest comes the smallest. */
  static long[] seeds(long first, int count) {
    return LongStream.range(0, count).map(i -> first + i).toArray();
  }

  /** A grid about as wide as it is high. */
  static int columns(int count) {
    return (int) Math.ceil(Math.sqrt(count));
  }
}
