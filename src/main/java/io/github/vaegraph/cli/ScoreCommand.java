package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.ImageScorer;
import io.github.vaegraph.artifact.ModelExport;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.picture.CaptionedPairs;
import io.github.vaegraph.picture.Histogram;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.TrainingScores;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.table.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.commons.cli.Options;

/** {@code vae score}: how likely a model finds each image. */
final class ScoreCommand extends Command {
  private static final int MOST_DRAWN = 1000;
  private static final int MOST_SAMPLES = 1000;
  private static final String TOP_OUT = "least-likely.png";

  ScoreCommand() {
    super(
        Signatures.SCORE.name(),
        MODEL,
        "write how likely each image is, as CSV; draw the least likely",
        "vae score savedmodel/digits/1 --data digits --split test --out scores.csv --top 20");
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
        "samples",
        "K",
        "codes drawn for each image (default: 64; an export's are settled when it is exported)");
    Arguments.add(
        options,
        "seed",
        "S",
        "what an image's codes are drawn from, beside its own pixels (default: 0)");
    Arguments.add(
        options,
        "out",
        "FILE",
        "the CSV to write: file or row, label where there is one, and in nats elbo,"
            + " log_likelihood, rate and distortion (default: scores.csv)");
    Arguments.add(options, "histogram", "FILE", "a PNG of how the log-likelihoods are distributed");
    Arguments.add(
        options,
        "top",
        "N",
        "draw the N least likely images, least likely first, beside their reconstructions");
    Arguments.add(options, "top-out", "FILE", "the PNG of --top (default: " + TOP_OUT + ")");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path out = out(arguments, "scores.csv");
    Optional<Path> histogram = histogram(arguments);
    int top = top(arguments);
    Path topOut = arguments.path("top-out").orElse(PictureArguments.usual(TOP_OUT));
    if (top > 0) {
      TableFile.check("--top-out", topOut, ".png");
    }
    long seed = arguments.longInteger("seed").orElse(0L);
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    OptionalInt samples = samples(arguments);
    Optional<ModelConfig> config = OpenedModel.config(folder).map(RunConfig::model);
    if (config.filter(model -> !model.hasRate()).isPresent()) {
      throw new IllegalArgumentException(
          folder
              + ": a plain autoencoder bounds no log p(x), so that it has no scores; train one"
              + " without --objective ae");
    }
    InputImages images = InputImages.open(arguments, "all", Optional.of(folder), console);
    try (InferenceModel model = OpenedModel.open(folder, samples, console::warn)) {
      PictureArguments.checkShape(arguments, model.shape(), images.split().images().shape());
      ImageScorer scorer = ImageScorer.of(model, config, seed);
      if (!scorer.tellsRate()) {
        console.warn("this export tells no rate: the columns rate and distortion are left out");
      }
      float[] scores = Scoring.write(scorer, images, out, console);
      compare(folder, scores, console);
      if (config.filter(ModelConfig::binaryPixels).isPresent()) {
        console.note("pixels are scored as they are: grey ones give a Bernoulli's cross entropy");
      }
      if (histogram.isPresent()) {
        histogram(scores, histogram.get(), console);
      }
      if (top > 0) {
        draw(model, images, scores, top, topOut, console);
      }
    }
  }

  /** Holds scores against those of the training images, where an export tells them. */
  private static void compare(Path folder, float[] scores, Console console) throws IOException {
    if (RunDirectory.isRun(folder)) {
      return;
    }
    Optional<TrainingScores> training = ModelExport.trainingScores(OpenedModel.exported(folder));
    if (training.isPresent()) {
      TrainingScores known = training.get();
      long below = 0;
      for (float score : scores) {
        below += score < known.percentile1() ? 1 : 0;
      }
      console.print(
          "training images 1%% below %.2f, 5%% below %.2f, 50%% below %.2f: %d of %d here lie below the 1%%"
              .formatted(
                  known.percentile1(),
                  known.percentile5(),
                  known.percentile50(),
                  below,
                  scores.length));
    }
  }

  private static OptionalInt samples(Arguments arguments) {
    Optional<Integer> samples = arguments.integer("samples");
    if (samples.isPresent() && (samples.get() < 1 || samples.get() > MOST_SAMPLES)) {
      throw new IllegalArgumentException(
          "--samples: expected 1 to %d, found %d".formatted(MOST_SAMPLES, samples.get()));
    }
    return samples.isPresent() ? OptionalInt.of(samples.get()) : OptionalInt.empty();
  }

  /**
   * Where the scores are written to.
   *
   * @throws IOException when nothing can be written there
   */
  static Path out(Arguments arguments, String otherwise) throws IOException {
    Path out = arguments.path("out").orElse(PictureArguments.usual(otherwise));
    TableFile.check("--out", out, ".csv");
    return out;
  }

  private static Optional<Path> histogram(Arguments arguments) throws IOException {
    Optional<Path> histogram = arguments.path("histogram");
    if (histogram.isPresent()) {
      TableFile.check("--histogram", histogram.get(), ".png");
      if (!Pictures.textAvailable()) {
        throw new IOException(
            "--histogram: no fonts on this machine: install fontconfig and a font such as DejaVu");
      }
    }
    return histogram;
  }

  private static int top(Arguments arguments) {
    if (!arguments.has("top")) {
      arguments.refuse("without --top", "top-out"::equals);
      return 0;
    }
    int top = arguments.integer("top").orElseThrow();
    if (top < 1 || top > MOST_DRAWN) {
      throw new IllegalArgumentException(
          "--top: expected 1 to %d, found %d".formatted(MOST_DRAWN, top));
    }
    return top;
  }

  /** Draws the scores that are numbers; of others {@link Scoring} has warned. */
  private static void histogram(float[] scores, Path out, Console console) throws IOException {
    float[] finite = new float[scores.length];
    int count = 0;
    for (float score : scores) {
      if (Float.isFinite(score)) {
        finite[count++] = score;
      }
    }
    if (count == 0) {
      console.warn("no histogram is drawn: no score is a finite number");
      return;
    }
    String title = "log-likelihood of %d images; the lower, the more unusual".formatted(count);
    Pictures.save(
        Histogram.of(Arrays.copyOf(finite, count), "log-likelihood (nats)", "images", title), out);
    console.print("wrote " + out);
  }

  private static void draw(
      Model model, InputImages input, float[] scores, int top, Path out, Console console)
      throws IOException {
    Split split = input.split();
    int[] lowest = Scoring.lowest(scores, top);
    int size = model.shape().size();
    float[] originals = new float[Math.multiplyExact(lowest.length, size)];
    List<List<String>> captions = new ArrayList<>();
    for (int i = 0; i < lowest.length; i++) {
      Floats image = Floats.ofImages(split.images(), lowest[i], lowest[i] + 1);
      System.arraycopy(image.values(), 0, originals, i * size, size);
      String name = split.images().name(lowest[i]);
      String label =
          split.labelled() ? " (" + input.labelNames().get(split.labels()[lowest[i]]) + ")" : "";
      captions.add(
          List.of(
              split.images().named() ? name : "row " + name + label,
              "%.1f nats".formatted(scores[lowest[i]])));
    }
    Floats reconstructions =
        model
            .given(split.select(lowest), 0, lowest.length)
            .reconstruct(new Floats(lowest.length, size, originals));
    Pictures.save(
        CaptionedPairs.of(
            model.shape(),
            originals,
            reconstructions.values(),
            captions,
            "least likely of %d images, each beside its reconstruction".formatted(split.count())),
        out);
    console.print("wrote " + out);
  }
}
