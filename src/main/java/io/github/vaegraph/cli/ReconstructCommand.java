package io.github.vaegraph.cli;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.result.OpenedModel;
import io.github.vaegraph.serve.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code vae reconstruct}: images beside what the model makes of them. */
final class ReconstructCommand implements Command {
  private static final int COLUMNS = 10;

  /** Images where {@code --count} is not given. */
  static final int COUNT = 3 * COLUMNS;

  @Override
  public String name() {
    return Signatures.RECONSTRUCT.name();
  }

  @Override
  public String summary() {
    return "draw images beside their reconstructions";
  }

  @Override
  public List<String> operands() {
    return List.of(MODEL);
  }

  @Override
  public Options options() {
    Options options = new Options();
    DataArguments.add(options, "required");
    DataArguments.addSplits(options);
    Arguments.add(options, "split", "NAME", "train, validation, test or all (default: test)");
    Arguments.add(options, "count", "N", "how many images, from the first on (default: 30)");
    Arguments.add(options, "out", "FILE", "the PNG to write (default: reconstructions.png)");
    return options;
  }

  @Override
  public String example() {
    return "vae reconstruct savedmodel/digits/1 --data digits --out grid.png";
  }

  @Override
  public void run(Arguments arguments, Console console) throws IOException {
    int count = GenerateCommand.count(arguments, COUNT);
    Path out = Pixels.pictureFile(arguments, "reconstructions.png");
    Split split = InputImages.open(arguments, "test");
    try (InferenceModel model =
        OpenedModel.open(Arguments.path(MODEL, arguments.operand(0)), console::warn)) {
      Pixels.checkShape(arguments, model.shape(), split.images().shape());
      Floats originals = Floats.ofImages(split.images(), 0, Math.min(count, split.count()));
      save(model.shape(), originals, model.reconstruct(originals), out, console);
    }
  }

  /** Draws images above their reconstructions. */
  static void save(
      ImageShape shape, Floats originals, Floats reconstructions, Path out, Console console)
      throws IOException {
    Pictures.save(
        ImageGrid.pairs(shape, originals.values(), reconstructions.values(), COLUMNS, ""), out);
    console.print("wrote " + out);
  }
}
