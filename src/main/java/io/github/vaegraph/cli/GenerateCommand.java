package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.apache.commons.cli.Options;

/** {@code vae generate}: pictures drawn from the prior. */
final class GenerateCommand extends Command {
  private static final int MAX_COUNT = 10_000;

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
    Arguments.add(options, "out", "FILE", "the PNG to write (default: samples.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    int count = count(arguments, 64);
    long seed = arguments.longInteger("seed").orElse(0L);
    Path out = PictureArguments.pictureFile(arguments, "samples.png");
    try (InferenceModel model =
        OpenedModel.open(Arguments.path(MODEL, arguments.operand(0)), console::warn)) {
      Floats images = model.generate(seeds(seed, count)).images();
      Pictures.save(ImageGrid.of(model.shape(), images.values(), columns(count)), out);
      console.print("wrote " + out);
    }
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
