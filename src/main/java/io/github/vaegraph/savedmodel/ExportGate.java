package io.github.vaegraph.savedmodel;

import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.Rounding;
import io.github.vaegraph.data.Batch;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.signature.Signature;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Compares an exported model with the training graph it came from, signature by signature, on real
 * images, and holds it to the rules of TensorFlow Serving. An export that fails is not published.
 */
final class ExportGate {
  private static final long[] SEEDS = {0, 1, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 42};

  private interface Comparison {
    void run() throws IOException;
  }

  private final InferenceModel model; // told of the images' classes
  private final VaeSession training;
  private final Batch batch;
  private final Floats images;
  private final long[] seeds;
  private final int[] seedLabels; // the classes of what SEEDS generate

  /** Of a code's values: sums over an image's values, then over hidden units. */
  private final Rounding encoded;

  /** Of a picture's values, from a code. */
  private final Rounding decoded;

  /** Of a picture's values, from another picture. */
  private final Rounding reconstructed;

  private ExportGate(InferenceModel model, VaeSession training, Batch heldBack) {
    ModelConfig config = training.config();
    int size = config.image().size();
    int widest = config.network().widest(config.image());
    this.model = model.given(longs(labels(config, heldBack.labels())));
    this.training = training;
    this.batch = heldBack;
    this.images = Floats.ofPixels(Arrays.copyOf(heldBack.pixels(), heldBack.count() * size), size);
    this.seedLabels = labels(config, IntStream.range(0, SEEDS.length).toArray());
    this.seeds = new long[images.rows()];
    Arrays.setAll(seeds, i -> SEEDS[i % SEEDS.length] + i / SEEDS.length);
    this.encoded = new Rounding(Math.max(size, widest));
    this.decoded = new Rounding(Math.max(config.latentDim(), widest));
    this.reconstructed = new Rounding(Math.max(encoded.terms(), decoded.terms()));
  }

  /**
   * @throws RefusedExportException naming the first output that differs, or the first rule that is
   *     broken
   * @throws IOException when the model or the export cannot be read
   */
  static void check(SavedModelExporter.Source source, Path exported) throws IOException {
    GraphOptions evaluation = new GraphOptions(1, 255, Optional.empty());
    try (InferenceModel model = InferenceModel.load(exported);
        VaeSession training =
            VaeSession.restored(source.config(), evaluation, source.checkpoint())) {
      ExportGate gate = new ExportGate(model, training, source.heldBack());
      Map<String, Comparison> comparisons = gate.comparisons(source.scoreSamples());
      for (Signature signature : Signatures.of(Forms.of(source.config()))) {
        Objects.requireNonNull(comparisons.get(signature.name()), signature.name()).run();
      }
    }
    for (Finding finding : ModelCheck.check(exported)) {
      if (finding.verdict() == Finding.Verdict.BROKEN) {
        throw new RefusedExportException(
            "the export is not fit to be served: %s: %s"
                .formatted(finding.rule().label(), finding.details().get(0)));
      }
    }
  }

  /** Classes of a conditional model, which are those that are given where they are some. */
  private static int[] labels(ModelConfig config, int[] given) {
    int classes = config.classCount();
    return classes == 0 ? new int[0] : Arrays.stream(given).map(label -> label % classes).toArray();
  }

  private static long[] longs(int[] labels) {
    return Arrays.stream(labels).asLongStream().toArray();
  }

  private float[] decoded(float[] codes) {
    return training.decode(codes, batch.labels());
  }

  private float[] generated(Floats codes) {
    return training.decode(codes.values(), seedLabels);
  }

  /** How each signature is compared, by its name. */
  private Map<String, Comparison> comparisons(int scoreSamples) {
    return Map.of(
        Signatures.ENCODE.name(),
        () -> compareEncoded(Signatures.ENCODE),
        Signatures.SERVING_DEFAULT.name(),
        () -> compareEncoded(Signatures.SERVING_DEFAULT),
        Signatures.GENERATE.name(),
        this::compareGenerated,
        Signatures.GENERATE_FROM_NOISE.name(),
        this::compareGeneratedFromNoise,
        Signatures.DECODE.name(),
        this::compareDecoded,
        Signatures.RECONSTRUCT.name(),
        this::compareReconstructed,
        Signatures.INTERPOLATE.name(),
        this::compareInterpolated,
        Signatures.SAMPLE.name(),
        this::compareSampled,
        Signatures.SCORE.name(),
        () -> compareScores(scoreSamples));
  }

  private void compareEncoded(Signature signature) throws IOException {
    VaeSession.Posterior posterior = training.posterior(batch);
    Codes codes = model.ask(Call.encode(images).of(signature));
    compare(signature + " mean", encoded, posterior.mean(), codes.mean());
    compare(signature + " log_variance", encoded, posterior.logVariance(), codes.logVariance());
  }

  private void compareDecoded() throws IOException {
    Floats means = model.encode(images).mean();
    compare("decode image", decoded, decoded(means.values()), model.decode(means));
  }

  private void compareReconstructed() throws IOException {
    compare(
        "reconstruct image",
        reconstructed,
        decoded(training.posterior(batch).mean()),
        model.reconstruct(images));
  }

  private void compareInterpolated() throws IOException {
    // From each image to the first one, both under its own class.
    int count = images.rows();
    byte[] firsts = new byte[count * images.width()];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = batch.pixels()[i % images.width()];
    }
    float[] from = training.posterior(batch).mean();
    float[] to = training.posterior(new Batch(firsts, batch.labels(), count)).mean();
    float[] positions = new float[count];
    float[] between = new float[from.length];
    for (int i = 0; i < between.length; i++) {
      int row = i / model.latentDim();
      positions[row] = (row + 0.5f) / count;
      between[i] = from[i] + positions[row] * (to[i] - from[i]);
    }
    Floats ends = Floats.ofPixels(firsts, images.width());
    compare(
        "interpolate image",
        reconstructed,
        decoded(between),
        model.interpolate(images, ends, positions));
  }

  private void compareGenerated() throws IOException {
    InferenceModel told = model.given(longs(seedLabels));
    Generated generated = told.generate(SEEDS);
    compare("generate z", decoded, training.generate(SEEDS, seedLabels), generated.codes());
    compare("generate image", decoded, generated(generated.codes()), generated.images());
    for (int i = 0; i < SEEDS.length; i++) {
      Floats alone = alone(i).generate(new long[] {SEEDS[i]}).codes();
      compare("generate z alone", decoded, generated.codes().slice(i, i + 1).values(), alone);
    }
  }

  private InferenceModel alone(int seed) {
    return seedLabels.length == 0 ? model : model.given(seedLabels[seed]);
  }

  private void compareGeneratedFromNoise() throws IOException {
    // Of the numbers that a seed stands for comes what the seed gives.
    InferenceModel told = model.given(longs(seedLabels));
    Generated generated = told.ask(told.sourceOf(SEEDS));
    compare(
        "generate_from_noise z", decoded, training.generate(SEEDS, seedLabels), generated.codes());
    compare("generate_from_noise image", decoded, generated(generated.codes()), generated.images());
  }

  private void compareSampled() throws IOException {
    Sampled sampled = model.sample(images, seeds);
    compare("sample z", encoded, training.sample(batch, seeds), sampled.codes());
    compare("sample image", decoded, decoded(sampled.codes().values()), sampled.images());
  }

  private void compareScores(int samples) throws RefusedExportException {
    Scores scores = model.score(images, seeds);
    RowBounds bounds = training.bounds(batch, samples, model.scoreNoise(images, seeds));
    float[] elbo = new float[images.rows()];
    for (int row = 0; row < elbo.length; row++) {
      elbo[row] = -(bounds.distortion()[row] + bounds.rate()[row]);
    }
    compareLogDensities("score elbo", elbo, scores.elbo());
    compareLogDensities(
        "score log_likelihood", bounds.importanceWeighted(), scores.logLikelihood());
  }

  private void compareLogDensities(String what, float[] expected, Floats found)
      throws RefusedExportException {
    Rounding rounding = new Rounding(images.width());
    compare(what, expected, found, row -> rounding.allowedOfLogDensity(row.sum()));
  }

  private static void compare(String what, Rounding rounding, float[] expected, Floats found)
      throws RefusedExportException {
    compare(what, expected, found, rounding::allowed);
  }

  /**
   * @param allowed the largest difference, of a row of expected values
   */
  private static void compare(
      String what, float[] expected, Floats found, ToDoubleFunction<DoubleStream> allowed)
      throws RefusedExportException {
    int width = found.width();
    if (expected.length != found.values().length) {
      throw new RefusedExportException(
          "the export differs from the model: %s has %d values, expected %d"
              .formatted(what, found.values().length, expected.length));
    }
    for (int row = 0; row < found.rows(); row++) {
      int from = row * width;
      int to = from + width;
      double limit = allowed.applyAsDouble(IntStream.range(from, to).mapToDouble(i -> expected[i]));
      for (int i = from; i < to; i++) {
        double difference = Math.abs((double) expected[i] - found.values()[i]);
        if (!(difference <= limit)) { // NaN fails as well
          throw new RefusedExportException(
              ("the export differs from the model: %s of row %d is %s, expected %s; they differ by"
                      + " %.2g, rounding explains %.2g")
                  .formatted(what, row, found.values()[i], expected[i], difference, limit));
        }
      }
    }
  }
}
