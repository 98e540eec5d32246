package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.ImageScore;
import io.github.vaegraph.artifact.ImageScorer;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Kind;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signature;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** What can be asked of a server: a signature, and what is made of its answer. */
enum Request {
  ENCODE(Signatures.ENCODE, "data split out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = EncodeCommand.out(arguments);
      EncodeCommand.write(inputs(model, arguments, "all", console), out, model, console);
    }
  },
  RECONSTRUCT(Signatures.RECONSTRUCT, "data split count out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
      Floats images = firstImages(model, arguments, console);
      ReconstructCommand.save(model.shape(), images, model.reconstruct(images), out, console);
    }
  },
  SAMPLE(Signatures.SAMPLE, "data split count seed out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
      Floats images = firstImages(model, arguments, console);
      Floats drawn = model.sample(images, seeds(arguments, images.rows())).images();
      ReconstructCommand.save(model.shape(), images, drawn, out, console);
    }
  },
  SCORE(Signatures.SCORE, "data split count seed out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      ImageScorer scorer = ImageScorer.served(model, arguments.longInteger("seed").orElse(0L));
      if (arguments.has("out")) {
        Path out = ScoreCommand.out(arguments, "");
        InputImages images = inputs(model, arguments, "all", console);
        int count = images.split().count();
        if (arguments.has("count")) {
          count = Math.min(count, GenerateCommand.count(arguments, count));
        }
        InputImages first = new InputImages(images.split().first(count), images.labelNames());
        Scoring.write(scorer, first, out, console);
        return;
      }
      List<ImageScore> scores = scorer.score(firstImages(model, arguments, console));
      console.print("elbo,log_likelihood");
      double elbo = 0;
      double logLikelihood = 0;
      OddValues odd = new OddValues();
      for (int i = 0; i < scores.size(); i++) {
        ImageScore score = scores.get(i);
        console.print(score.elbo() + "," + score.logLikelihood());
        odd.look(i, score.elbo(), score.logLikelihood());
        elbo += score.elbo() / scores.size();
        logLikelihood += score.logLikelihood() / scores.size();
      }
      odd.tell(console);
      console.note(
          "mean of %d images: ELBO %.2f nats, log-likelihood %.2f nats; %s"
              .formatted(scores.size(), elbo, logLikelihood, Scoring.DIRECTION));
    }
  },
  INTERPOLATE(Signatures.INTERPOLATE, "data split from to count out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "interpolation.png");
      int count = GenerateCommand.count(arguments, 10);
      Split split = images(model, arguments, "test", console);
      Floats from = repeated(split, arguments, "from", 0, count);
      Floats to = repeated(split, arguments, "to", 1, count);
      float[] positions = new float[count];
      for (int i = 1; i < count; i++) {
        positions[i] = (float) i / (count - 1);
      }
      save(model.shape(), model.interpolate(from, to, positions), count, out, console);
    }
  },
  GENERATE(Signatures.GENERATE, "seeds seed count out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "samples.png");
      long[] seeds = generatedSeeds(arguments);
      int columns = GenerateCommand.columns(seeds.length);
      save(model.shape(), model.generate(seeds).images(), columns, out, console);
    }
  },
  DECODE(Signatures.DECODE, "codes out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = DecodeCommand.out(arguments);
      DecodeCommand.write(DecodeCommand.codes(arguments), out, model, console);
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // a line of the table
  private final Signature signature;

  private final String options;

  /**
   * @param options those that say something about it, with spaces between
   */
  Request(Signature signature, String options) {
    this.signature = signature;
    this.options = options;
  }

  /**
   * @throws IllegalArgumentException when there is no such request
   */
  static Request named(String name) {
    for (Request request : values()) {
      if (request.signature.name().equals(name)) {
        return request;
      }
    }
    throw new IllegalArgumentException(
        "unknown signature %s; expected one of %s".formatted(name, signatures()));
  }

  /** All of them, with commas between. */
  static String signatures() {
    return names(request -> true);
  }

  /** Those that give rows of this kind to the model, with commas between. */
  static String taking(Kind kind) {
    return names(request -> request.signature.takes(kind));
  }

  private static String names(Predicate<Request> which) {
    return Arrays.stream(values())
        .filter(which)
        .map(request -> request.signature.name())
        .collect(Collectors.joining(", "));
  }

  Signature signature() {
    return signature;
  }

  /** What says which images are read. */
  static Options dataOptions() {
    Options options = new Options();
    DataArguments.add(options, "required where images are sent");
    DataArguments.addSplits(options);
    return options;
  }

  /** Whether an option says something about this request. */
  boolean takes(String option) {
    // What divides and reads the data goes with --data.
    List<String> known = List.of(options.split(" ", -1));
    return known.contains(option)
        || (known.contains("data") && dataOptions().hasLongOption(option));
  }

  /** Asks the model, and shows or writes what it answers. */
  abstract void run(Model model, Arguments arguments, Console console) throws IOException;

  private static Split images(Model model, Arguments arguments, String split, Console console)
      throws IOException {
    return inputs(model, arguments, split, console).split();
  }

  /** How the served model's own data were read is not known here. */
  private static InputImages inputs(Model model, Arguments arguments, String split, Console console)
      throws IOException {
    InputImages images = InputImages.open(arguments, split, Optional.empty(), console);
    PictureArguments.checkShape(arguments, model.shape(), images.split().images().shape());
    return images;
  }

  private static Floats firstImages(Model model, Arguments arguments, Console console)
      throws IOException {
    int count = GenerateCommand.count(arguments, ReconstructCommand.COUNT);
    Split split = images(model, arguments, "test", console);
    return Floats.ofImages(split.images(), 0, Math.min(count, split.count()));
  }

  /** One image of the split, as often as it is needed. */
  private static Floats repeated(
      Split split, Arguments arguments, String option, int otherwise, int count) {
    int image = arguments.integer(option).orElse(Math.min(otherwise, split.count() - 1));
    if (image < 0 || image >= split.count()) {
      throw new IllegalArgumentException(
          "--%s: expected an image from 0 to %d, found %d"
              .formatted(option, split.count() - 1, image));
    }
    Floats one = Floats.ofImages(split.images(), image, image + 1);
    float[] values = new float[Math.multiplyExact(count, one.width())];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one.values(), 0, values, i * one.width(), one.width());
    }
    return new Floats(count, one.width(), values);
  }

  private static long[] seeds(Arguments arguments, int count) {
    return GenerateCommand.seeds(arguments.longInteger("seed").orElse(0L), count);
  }

  private static long[] generatedSeeds(Arguments arguments) {
    if (!arguments.has("seeds")) {
      return seeds(arguments, GenerateCommand.count(arguments, 64));
    }
    if (arguments.has("seed") || arguments.has("count")) {
      throw new IllegalArgumentException(
          "--seeds names every seed; leave --seed and --count away, or --seeds");
    }
    return arguments
        .value(
            "seeds",
            text -> Arrays.stream(text.split(",", -1)).map(String::strip).toArray(String[]::new))
        .map(parts -> Arrays.stream(parts).mapToLong(Request::seed).toArray())
        .orElseThrow();
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--seeds: expected whole numbers with commas between them, found \"%s\"".formatted(text),
          e);
    }
  }

  private static void save(ImageShape shape, Floats images, int columns, Path out, Console console)
      throws IOException {
    OddValues.tell(images, console);
    Pictures.save(ImageGrid.of(shape, images.values(), columns), out);
    console.print("wrote " + out);
  }
}
