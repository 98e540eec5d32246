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
        "train, validation, test or all (default: test; all for %s)".formatted(Signatures.ENCODE));
    Arguments.add(
        options,
        "count",
        "N",
        "how many images, from the first on (default: 30), pictures to generate (64), or steps to"
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
        Request.taking(Kind.SEED) + ": the first row's seed; the others count on (default: 0)");
    Arguments.add(
        options,
        "from",
        "I",
        Signatures.INTERPOLATE + ": the image to start from, counted from 0 (default: 0)");
    Arguments.add(
        options, "to", "I", Signatures.INTERPOLATE + ": the image to end at (default: 1)");
    Arguments.add(
        options,
        "codes",
        "FILE",
        "%s: .npy of codes, [N, L], or [N, 2L] as %s writes"
            .formatted(Signatures.DECODE, Signatures.ENCODE));
    Arguments.add(
        options,
        "out",
        "FILE",
        "the PNG to write; .npy or .csv for %s; %s prints CSV (default: a name that tells what is in it)"
            .formatted(Signatures.ENCODE, Signatures.SCORE));
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
