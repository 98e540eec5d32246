package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae reconstruct}: images beside what the model makes of them. */
final class ReconstructCommand extends Command {
  private static final int COLUMNS = 10;

  /** Images where {@code --count} is not given. */
  static final int COUNT = 3 * COLUMNS;

  ReconstructCommand() {
    super(
        Signatures.RECONSTRUCT.name(),
        MODEL,
        "draw images beside their reconstructions",
        "vae reconstruct savedmodel/digits/1 --data digits --out grid.png");
  }

  @Override
  void addOptions(Options options) {
    DataArguments.add(options, "required");
    DataArguments.addSplits(options);
    Arguments.add(options, "split", "NAME", "train, validation, test or all (default: test)");
    Arguments.add(options, "count", "N", "how many images, from the first on (default: 30)");
    Arguments.add(options, "out", "FILE", "the PNG to write (default: reconstructions.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    int count = GenerateCommand.count(arguments, COUNT);
    Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    Split split = InputImages.open(arguments, "test", Optional.of(folder), console).split();
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      PictureArguments.checkShape(arguments, model.shape(), split.images().shape());
      Floats originals = Floats.ofImages(split.images(), 0, Math.min(count, split.count()));
      save(model.shape(), originals, model.reconstruct(originals), out, console);
    }
  }

  /** Draws images above their reconstructions. */
  static void save(
      ImageShape shape, Floats originals, Floats reconstructions, Path out, Console console)
      throws IOException {
    OddValues.tell(reconstructions, console);
    Pictures.save(
        ImageGrid.pairs(shape, originals.values(), reconstructions.values(), COLUMNS, ""), out);
    console.print("wrote " + out);
  }
}
