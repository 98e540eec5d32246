package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.table.CodesFile;
import io.github.vaegraph.table.NpyWriter;
import io.github.vaegraph.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.commons.cli.Options;

/** {@code vae decode}: what the decoder makes of codes. */
final class DecodeCommand extends Command {
  private static final int MOST_DRAWN = 10_000;

  /** What {@code --codes} takes. */
  static final String CODES =
      ".npy of codes, [N, L], or [N, 2L] as encode writes it; or .csv as encode writes it, or of L"
          + " numbers a row";

  DecodeCommand() {
    super(
        Signatures.DECODE.name(),
        MODEL,
        "draw what the decoder makes of codes, or write it as NPY",
        "vae decode savedmodel/digits/1 --codes codes.csv --out grid.png");
  }

  /** What {@code --label} takes where codes are decoded. */
  static final String LABEL =
      "for a conditional model: the class of all codes, or for a picture one a code";

  @Override
  void addOptions(Options options) {
    Arguments.add(options, "codes", "FILE", CODES + " (default: required)");
    Arguments.add(options, LabelArguments.LABEL, "NAME,...", LABEL);
    Arguments.add(
        options,
        "out",
        "FILE",
        "the PNG to write, or .npy: float32 [N, H, W, C], the likelihood's means (default:"
            + " decoded.png)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path out = out(arguments);
    Path codes = codes(arguments);
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      Floats read = CodesFile.read(codes, model.latentDim());
      int rows = TableFile.ends(out, ".npy") ? 1 : read.rows();
      Model told = LabelArguments.told(arguments, model, LabelArguments.classes(folder), rows);
      write(read, out, told, console);
    }
  }

  /**
   * Where images are written to.
   *
   * @throws IOException when nothing can be written there
   */
  static Path out(Arguments arguments) throws IOException {
    Path out = arguments.path("out").orElse(PictureArguments.usual("decoded.png"));
    TableFile.check("--out", out, ".png", ".npy");
    return out;
  }

  /** The file that {@code --codes} names. */
  static Path codes(Arguments arguments) {
    return arguments
        .path("codes")
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--codes: expected a .npy or .csv file, as vae encode writes, found nothing"));
  }

  /** Decodes the codes of a file, and draws or writes what comes of them. */
  static void write(Path file, Path out, Model model, Console console) throws IOException {
    write(CodesFile.read(file, model.latentDim()), out, model, console);
  }

  private static void write(Floats codes, Path out, Model model, Console console)
      throws IOException {
    if (TableFile.ends(out, ".npy")) {
      writeNpy(codes, out, model, console);
      return;
    }
    if (codes.rows() > MOST_DRAWN) {
      throw new IllegalArgumentException(
          "--out: a picture takes %d images, found %d codes; write .npy, or fewer"
              .formatted(MOST_DRAWN, codes.rows()));
    }
    Floats images = model.decode(codes);
    OddValues.tell(images, console);
    int columns = GenerateCommand.columns(images.rows());
    Pictures.save(ImageGrid.of(model.shape(), images.values(), columns), out);
    console.print("wrote " + out);
  }

  private static void writeNpy(Floats codes, Path out, Model model, Console console)
      throws IOException {
    ImageShape shape = model.shape();
    int rows = Floats.imagesAtOnce(shape);
    OddValues odd = new OddValues();
    try (NpyWriter npy =
            NpyWriter.create(out, codes.rows(), shape.height(), shape.width(), shape.channels());
        Console.Progress progress = console.progress(Signatures.DECODE.name(), codes.rows())) {
      for (int from = 0; from < codes.rows(); from += rows) {
        int to = Math.min(codes.rows(), from + rows);
        Floats images = model.decode(codes.slice(from, to));
        odd.look(from, images);
        npy.write(images.values(), 0, images.values().length);
        progress.to(to);
      }
      npy.finish();
    }
    odd.tell(console);
    console.print("wrote %d images to %s".formatted(codes.rows(), out));
  }
}
