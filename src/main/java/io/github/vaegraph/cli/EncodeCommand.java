package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.table.CodesWriter;
import io.github.vaegraph.table.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** {@code vae encode}: the posterior of each image, as NPY or CSV. */
final class EncodeCommand extends Command {
  EncodeCommand() {
    super(
        Signatures.ENCODE.name(),
        MODEL,
        "write the codes of images, as NPY or CSV",
        "vae encode savedmodel/digits/1 --data digits --split test --out codes.csv");
  }

  @Override
  void addOptions(Options options) {
    DataArguments.add(options, "required");
    DataArguments.addSplits(options);
    Arguments.add(
        options, "split", "NAME", "train, validation, test or all, in file order (default: all)");
    LabelArguments.add(options);
    Arguments.add(
        options,
        "out",
        "FILE",
        ".npy: float32 [N, 2L], the posterior's means, then its log-variances; .csv: the same with"
            + " a header, and the label where there is one (default: codes.npy)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path out = out(arguments);
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    InputImages images = InputImages.open(arguments, "all", Optional.of(folder), console);
    try (InferenceModel model = OpenedModel.open(folder, console::warn)) {
      PictureArguments.checkShape(arguments, model.shape(), images.split().images().shape());
      write(images, out, model, console);
    }
  }

  /**
   * Where the codes are written to.
   *
   * @throws IOException when nothing can be written there
   */
  static Path out(Arguments arguments) throws IOException {
    Path out = arguments.path("out").orElse(PictureArguments.usual("codes.npy"));
    TableFile.check("--out", out, ".npy", ".csv");
    return out;
  }

  /** Encodes the images, some at a time, and writes their codes. */
  static void write(InputImages input, Path out, Model model, Console console) throws IOException {
    Split split = input.split();
    OddValues odd = new OddValues();
    try (CodesWriter writer =
            CodesWriter.create(out, split, input.labelNames(), model.latentDim());
        Console.Progress progress = console.progress(Signatures.ENCODE.name(), split.count())) {
      int rows = Floats.imagesAtOnce(split.images().shape());
      for (int from = 0; from < split.count(); from += rows) {
        int to = Math.min(split.count(), from + rows);
        Codes codes =
            encode(model.given(split, from, to), Floats.ofImages(split.images(), from, to));
        odd.look(from, codes.mean(), codes.logVariance());
        writer.write(from, codes);
        progress.to(to);
      }
      writer.finish();
    } catch (IOException e) {
      throw Durable.unwritable(out, e);
    }
    odd.tell(console);
    console.print("wrote %d codes to %s".formatted(split.count(), out));
  }

  private static Codes encode(Model model, Floats images) {
    try {
      return model.encode(images);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not the file's that is being written
    }
  }
}
