package io.github.vaegraph.cli;

import io.github.vaegraph.signature.Kind;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import org.apache.commons.cli.Options;

/** {@code vae request}: asks a model on a TensorFlow Serving server. */
final class RequestCommand extends Command {
  private static final String OPERAND = "SIGNATURE";

  RequestCommand() {
    super(
        "request",
        OPERAND,
        "ask a model on a TensorFlow Serving server",
        "vae request generate --url http://localhost:8501 --model digits --seeds 1,2,3");
  }

  @Override
  void addOptions(Options options) {
    ServerArguments.add(options);
    Request.dataOptions().getOptions().forEach(options::addOption);
    Arguments.add(
        options,
        "split",
        "NAME",
        "train, validation, test or all (default: test; all for %s, and for %s with --out)"
            .formatted(Signatures.ENCODE, Signatures.SCORE));
    Arguments.add(
        options,
        "count",
        "N",
        "how many images, from the first on (default: 30; all for score with --out), pictures to generate (64), or steps to"
            + " interpolate (10)");
    Arguments.add(
        options,
        "seeds",
        "S,S,...",
        Signatures.GENERATE + ": each picture's seed, instead of --seed and --count");
    Arguments.add(
        options,
        "seed",
        "S",
        "%s: the first row's seed, from which the others count on; for %s drawn from beside each"
                .formatted(Request.taking(Kind.SEED), Signatures.SCORE)
            + " image's pixels (default: 0)");
    Arguments.add(
        options,
        "from",
        "I",
        Signatures.INTERPOLATE + ": the image to start from, counted from 0 (default: 0)");
    Arguments.add(
        options,
        LabelArguments.CLASS,
        "N",
        "for a conditional model: the number of the class, as the model card tells it (default:"
            + " that of each image's label)");
    Arguments.add(
        options, "to", "I", Signatures.INTERPOLATE + ": the image to end at (default: 1)");
    Arguments.add(options, "codes", "FILE", Signatures.DECODE + ": " + DecodeCommand.CODES);
    Arguments.add(
        options,
        "out",
        "FILE",
        "the PNG to write; .npy or .csv for %s, .png or .npy for %s, .csv for %s, which else prints"
                .formatted(Signatures.ENCODE, Signatures.DECODE, Signatures.SCORE)
            + " it (default: a name that tells what is in it)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Request request = Request.named(arguments.operand(0));
    Options server = new Options();
    ServerArguments.add(server);
    arguments.refuse(
        "about " + request.signature(),
        name -> !server.hasLongOption(name) && !request.takes(name));
    try (Model model = ServerArguments.connect(arguments)) {
      request.run(model, arguments, console);
    }
  }
}
