package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.ModelPictures;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.artifact.TemperedSamples;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
        "T,...",
        "the random numbers that codes are made of, times T: below 1 pictures are more usual and"
            + " more alike; of several a row each, of --count columns (8), with the same seeds"
            + " (default: 1)");
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
    List<Double> temperatures = temperatures(arguments);
    boolean grid = arguments.has(LABEL_GRID);
    if (grid && temperatures.size() > 1) {
      throw new IllegalArgumentException(
          "--temperature: expected one beside --label-grid, found " + temperatures.size());
    }
    int count = count(arguments, grid || temperatures.size() > 1 ? 8 : 64);
    long seed = arguments.longInteger("seed").orElse(0L);
    Path out = PictureArguments.pictureFile(arguments, "samples.png");
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    Optional<ModelConfig> config = OpenedModel.config(folder).map(RunConfig::model);
    Optional<Classes> classes = config.flatMap(ModelConfig::classes);
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      Source source = new Source(model, config, console);
      BufferedImage picture;
      if (grid) {
        picture = classes(arguments, source, classes, temperatures.get(0), count, seed);
      } else {
        InferenceModel told = LabelArguments.told(arguments, model, classes, count);
        picture =
            temperatures.size() > 1
                ? temperatures(source.of(told), temperatures, count, seed)
                : ImageGrid.of(
                    model.shape(),
                    source.of(told).drawn(seeds(seed, count), temperatures.get(0)).values(),
                    columns(count));
      }
      Pictures.save(picture, out);
      console.print("wrote " + out);
    }
  }

  /** A model that pictures are drawn from, and who is told of odd ones. */
  private record Source(InferenceModel model, Optional<ModelConfig> config, Console console) {
    Source of(InferenceModel told) {
      return new Source(told, config, console);
    }

    Floats drawn(long[] seeds, double temperature) {
      Floats images = TemperedSamples.of(model, config, seeds, temperature).images();
      OddValues.tell(images, console);
      return images;
    }
  }

  /** A row a temperature. */
  private static BufferedImage temperatures(
      Source source, List<Double> temperatures, int columns, long seed) {
    checkCells(temperatures.size(), columns, "--temperature");
    int width = source.model().shape().size();
    float[] values = new float[temperatures.size() * columns * width];
    for (int row = 0; row < temperatures.size(); row++) {
      Floats drawn = source.drawn(seeds(seed, columns), temperatures.get(row));
      System.arraycopy(drawn.values(), 0, values, row * columns * width, columns * width);
    }
    return ImageGrid.of(
        source.model().shape(),
        values,
        columns,
        "a row a temperature, a column a seed",
        temperatures.stream().map(temperature -> "T = " + temperature).toList(),
        List.of());
  }

  /** A row a class. */
  private static BufferedImage classes(
      Arguments arguments,
      Source source,
      Optional<Classes> classes,
      double temperature,
      int columns,
      long seed) {
    Classes known = LabelArguments.wanted(classes, LABEL_GRID);
    long[] rows =
        arguments
            .text(LabelArguments.LABEL)
            .map(text -> LabelArguments.indices(text, known))
            .orElseGet(known::shown);
    checkCells(rows.length, columns, "--label-grid");
    Floats images =
        source
            .of(source.model().given(ModelPictures.labels(rows, columns)))
            .drawn(ModelPictures.seeds(rows.length, columns, seed), temperature);
    return new ModelPictures(source.model())
        .classes(images, known, rows, "a row a class, a column a seed");
  }

  private static void checkCells(int rows, int columns, String option) {
    if ((long) rows * columns > MAX_COUNT) {
      throw new IllegalArgumentException(
          "%s: expected at most %d pictures, found %d rows of %d"
              .formatted(option, MAX_COUNT, rows, columns));
    }
  }

  private static List<Double> temperatures(Arguments arguments) {
    List<Double> temperatures = arguments.numbers("temperature").orElse(List.of(1.0));
    for (double temperature : temperatures) {
      if (temperature < 0 || temperature > MAX_TEMPERATURE) {
        throw new IllegalArgumentException(
            "--temperature: expected 0 to %d, found %s".formatted(MAX_TEMPERATURE, temperature));
      }
    }
    return temperatures;
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
