package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.Options;

/** {@code vae reconstruct}: images beside what the model makes of them. */
final class ReconstructCommand extends Command {
  private static final int COLUMNS = 10;
  private static final String AS_LABEL = "as-label";

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
    LabelArguments.add(options);
    Arguments.add(
        options,
        AS_LABEL,
        "NAME",
        "for a conditional model: decode all under this class, whatever their own");
    Arguments.add(options, "out", "FILE", "the PNG to write (default: reconstructions.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    int count = GenerateCommand.count(arguments, COUNT);
    Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    OptionalLong other = other(arguments, folder);
    Split split = InputImages.open(arguments, "test", Optional.of(folder), console).split();
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      PictureArguments.checkShape(arguments, model.shape(), split.images().shape());
      Floats originals = Floats.ofImages(split.images(), 0, Math.min(count, split.count()));
      Model told = model.given(split, 0, originals.rows());
      save(model.shape(), originals, reconstructed(told, originals, other), out, console);
    }
  }

  /** The class to decode under, if another than the images' own. */
  private static OptionalLong other(Arguments arguments, Path folder) throws IOException {
    Optional<String> name = arguments.text(AS_LABEL);
    if (name.isEmpty()) {
      return OptionalLong.empty();
    }
    Classes classes = LabelArguments.wanted(LabelArguments.classes(folder), AS_LABEL);
    return OptionalLong.of(LabelArguments.index(classes, AS_LABEL, name.get()));
  }

  private static Floats reconstructed(Model model, Floats images, OptionalLong other)
      throws IOException {
    return other.isPresent()
        ? model.given(other.getAsLong()).decode(model.encode(images).mean())
        : model.reconstruct(images);
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
