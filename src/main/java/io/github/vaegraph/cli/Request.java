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
import java.util.stream.IntStream;
import org.apache.commons.cli.Options;

/** What can be asked of a server: a signature, and what is made of its answer. */
enum Request {
  ENCODE(Signatures.ENCODE, "data split class out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = EncodeCommand.out(arguments);
      EncodeCommand.write(inputs(model, arguments, "all", console), out, model, console);
    }
  },
  RECONSTRUCT(Signatures.RECONSTRUCT, "data split count class out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
      Split split = firstImages(model, arguments, console);
      Floats images = Floats.ofImages(split.images(), 0, split.count());
      Floats decoded = model.given(split, 0, split.count()).reconstruct(images);
      ReconstructCommand.save(model.shape(), images, decoded, out, console);
    }
  },
  SAMPLE(Signatures.SAMPLE, "data split count seed class out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "reconstructions.png");
      Split split = firstImages(model, arguments, console);
      Floats images = Floats.ofImages(split.images(), 0, split.count());
      long[] seeds = seeds(arguments, images.rows());
      Floats drawn = model.given(split, 0, split.count()).sample(images, seeds).images();
      ReconstructCommand.save(model.shape(), images, drawn, out, console);
    }
  },
  SCORE(Signatures.SCORE, "data split count seed class out") {
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
      Split split = firstImages(model, arguments, console);
      List<ImageScore> scores = scorer.score(split, 0, split.count());
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
  INTERPOLATE(Signatures.INTERPOLATE, "data split from to count class out") {
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
      int[] starts = new int[count];
      Arrays.fill(starts, chosen(split, arguments, "from", 0));
      Model told = model.given(split.select(starts), 0, count);
      save(model.shape(), told.interpolate(from, to, positions), count, out, console);
    }
  },
  GENERATE(Signatures.GENERATE, "seeds seed count class out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = PictureArguments.pictureFile(arguments, "samples.png");
      long[] seeds = generatedSeeds(arguments);
      int columns = GenerateCommand.columns(seeds.length);
      Model told = LabelArguments.told(arguments, model);
      save(model.shape(), told.generate(seeds).images(), columns, out, console);
    }
  },
  DECODE(Signatures.DECODE, "codes class out") {
    @Override
    void run(Model model, Arguments arguments, Console console) throws IOException {
      Path out = DecodeCommand.out(arguments);
      Path codes = DecodeCommand.codes(arguments);
      DecodeCommand.write(codes, out, LabelArguments.told(arguments, model), console);
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
    return labelled(model, arguments, images, console);
  }

  /** A server tells no names of classes: labels are sent as they are numbered in the data. */
  private static InputImages labelled(
      Model model, Arguments arguments, InputImages images, Console console) {
    if (!model.wantsClass()) {
      LabelArguments.refuse(arguments, LabelArguments.CLASS);
      return images;
    }
    Split split = images.split();
    Optional<Integer> told = LabelArguments.number(arguments);
    if (told.isPresent()) {
      return new InputImages(split.labelledAs(told.get()), numbers(told.get()));
    }
    if (split.labelled()) {
      console.note(
          "the classes are sent by their numbers in these data, of which 0 is %s"
              .formatted(images.labelNames().get(0)));
    }
    return images;
  }

  private static List<String> numbers(int last) {
    return IntStream.rangeClosed(0, last).mapToObj(String::valueOf).toList();
  }

  private static Split firstImages(Model model, Arguments arguments, Console console)
      throws IOException {
    int count = GenerateCommand.count(arguments, ReconstructCommand.COUNT);
    return images(model, arguments, "test", console).first(count);
  }

  /** One image of the split, as often as it is needed. */
  private static Floats repeated(
      Split split, Arguments arguments, String option, int otherwise, int count) {
    int image = chosen(split, arguments, option, otherwise);
    Floats one = Floats.ofImages(split.images(), image, image + 1);
    float[] values = new float[Math.multiplyExact(count, one.width())];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one.values(), 0, values, i * one.width(), one.width());
    }
    return new Floats(count, one.width(), values);
  }

  private static int chosen(Split split, Arguments arguments, String option, int otherwise) {
    int image = arguments.integer(option).orElse(Math.min(otherwise, split.count() - 1));
    if (image < 0 || image >= split.count()) {
      throw new IllegalArgumentException(
          "--%s: expected an image from 0 to %d, found %d"
              .formatted(option, split.count() - 1, image));
    }
    return image;
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
