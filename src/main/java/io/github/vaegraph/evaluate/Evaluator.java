package io.github.vaegraph.evaluate;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.VaeSession;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Computes a model's figures on a split, as often as asked: what it holds is used again. Every
 * image counts once, whatever the batches; sums are kept in double precision; all that is random is
 * a function of the seed.
 */
public final class Evaluator implements AutoCloseable {
  /** Told after each piece of work. */
  @FunctionalInterface
  public interface Progress {
    /** So much of all work is done. */
    void advanced(long done, long total);
  }

  /**
   * Values of decoder output in one run of the graph for the ELBO: arrays no larger than those of
   * training, among which a validation leaves no gaps.
   */
  private static final int VALUES_PER_RUN = 400_000;

  /** The same for the log-likelihood, where more at a time is faster: arrays of 16 MB. */
  private static final int SAMPLED_VALUES_PER_RUN = 4_000_000;

  /** More codes an image take days, and say nothing new; papers draw 5,000. */
  private static final int MOST_SAMPLES = 1_000_000;

  /** Codes of one image in one run: more images side by side feed more towers. */
  private static final int SAMPLES_PER_RUN = 250;

  /**
   * What the test images' binarization and the codes are drawn from unless another is asked for,
   * whatever the training's seed: models that were trained from several are tested on the same.
   */
  public static final long SEED = 0;

  private final VaeSession session;
  private final Split split;
  private final Binarization binarization;
  private final boolean binary;
  private final long seed;
  private final Batches batches;

  /**
   * @param binarization as in training
   * @param seed what the binarization and the codes are drawn from
   * @throws IllegalArgumentException when the split is empty
   */
  public Evaluator(VaeSession session, Split split, Binarization binarization, long seed) {
    if (split.count() == 0) {
      throw new IllegalArgumentException(
          "the data have no %s images to evaluate on".formatted(split.name()));
    }
    this.session = session;
    this.split = split;
    this.binarization = binarization;
    this.binary = session.config().binaryPixels() && split.binary();
    this.seed = seed;
    this.batches = Batches.inOrder(split, binarization, rows(VALUES_PER_RUN, session), seed);
  }

  /**
   * The figures of the model as it is now.
   *
   * @param samples K, the codes drawn for each image's log-likelihood; 0 for none
   * @throws IllegalArgumentException when samples are negative or more than a million, or a
   *     log-likelihood is asked of a plain autoencoder
   * @throws NonFiniteException when a figure comes out as no finite number
   */
  public Evaluation evaluate(int samples, Progress progress) {
    ModelConfig config = session.config();
    if (samples < 0 || samples > MOST_SAMPLES) {
      throw new IllegalArgumentException(
          "samples must lie between 0 and " + MOST_SAMPLES + ", was " + samples);
    }
    if (samples > 0 && !config.hasRate()) {
      throw new IllegalArgumentException(
          "a plain autoencoder (objective ae) has no posterior to draw samples from; leave out"
              + " samples");
    }
    long total = work(samples);
    Mean elbo = new Mean();
    Mean rate = new Mean();
    Mean distortion = new Mean();
    ActiveUnits activeUnits = new ActiveUnits(config.latentDim());
    long done = 0;
    Iterator<Batch> epoch = batches.epoch(0, 0);
    for (long counter = 0; epoch.hasNext(); counter++) {
      Batch batch = epoch.next();
      RowBounds bounds = session.bounds(batch, 1, seed, counter);
      for (int i = 0; i < batch.count(); i++) {
        rate.add(bounds.rate()[i]);
        distortion.add(bounds.distortion()[i]);
        elbo.add((double) bounds.rate()[i] + bounds.distortion()[i]);
      }
      activeUnits.add(bounds.posteriorMean());
      done += batch.count();
      progress.advanced(done, total);
    }
    Optional<LogLikelihoods> likelihoods =
        samples == 0 ? Optional.empty() : Optional.of(logLikelihoods(samples, progress));
    boolean hasRate = config.hasRate();
    Optional<Estimate> own = likelihoods.map(LogLikelihoods::own);
    Optional<Estimate> marginal = likelihoods.flatMap(LogLikelihoods::marginal);
    Optional<Mean> bounded = Optional.of(elbo).filter(mean -> hasRate);
    double negativeElbo = distortion.value() + rate.value();
    boolean spread = binarization == Binarization.DEQUANTIZED;
    boolean levels = spread || (config.levels() && binarization == Binarization.NONE);
    double bits = config.image().size() * Math.log(2);
    StandardErrors errors =
        new StandardErrors(
            bounded.flatMap(Mean::standardError),
            hasRate ? rate.standardError() : Optional.empty(),
            distortion.standardError(),
            own.flatMap(Estimate::standardError),
            marginal.flatMap(Estimate::standardError),
            own.flatMap(Estimate::standardError)
                .or(() -> bounded.flatMap(Mean::standardError))
                .filter(error -> levels)
                .map(error -> error / bits));
    return new Evaluation(
        bounded.map(mean -> negativeElbo),
        hasRate ? Optional.of(rate.value()) : Optional.empty(),
        distortion.value(),
        own.map(Estimate::value),
        marginal.map(Estimate::value),
        own.map(Estimate::value)
            .or(() -> bounded.map(mean -> negativeElbo))
            .filter(nats -> levels)
            // A level is 1/256 wide: -(log p(x) - D log 256) / (D log 2) for a density.
            .map(nats -> nats / bits + (spread ? 8 : 0)),
        samples,
        activeUnits.active(),
        split.count(),
        split.name(),
        binary ? "fixed" : binarization.text(),
        seed,
        Optional.empty(),
        warning(config),
        Optional.of(errors).filter(known -> split.count() > 1),
        likelihoods.map(LogLikelihoods::convergence),
        Optional.empty(),
        Optional.empty());
  }

  private Optional<String> warning(ModelConfig config) {
    if (!config.hasRate()) {
      return Optional.of(
          "a plain autoencoder bounds no log-likelihood: distortion is -log p(x|z) at z = mean");
    }
    if (config.binaryPixels() && binarization == Binarization.NONE && !binary) {
      return Optional.of(
          "cross entropy against grey pixels: no log-likelihood, and not comparable with one");
    }
    return Optional.empty();
  }

  private static int rows(int values, VaeSession session) {
    return Math.max(1, values / session.config().image().size());
  }

  /**
   * Means over images.
   *
   * @param own -log p(x), or -log p(x|c) under each image's own class
   * @param marginal -log p(x), whatever the class, of a conditional model
   */
  private record LogLikelihoods(
      Estimate own, Optional<Estimate> marginal, Convergence convergence) {}

  /** How many codes of one image the figures take. */
  private long work(int samples) {
    int classes = session.config().classCount();
    long others = classes == 0 || samples == 0 ? 0 : (classes - 1L) * others(samples);
    return split.count() * (1L + samples + others);
  }

  /** Codes under each class that is not an image's own: as many for all of them as for its own. */
  private int others(int samples) {
    return Math.max(1, samples / (session.config().classCount() - 1));
  }

  private LogLikelihoods logLikelihoods(int samples, Progress progress) {
    int rowsPerRun = rows(SAMPLED_VALUES_PER_RUN, session);
    int perRun = Math.min(samples, Math.min(SAMPLES_PER_RUN, rowsPerRun));
    Draws draws = new Draws(perRun, work(samples), progress);
    double[] frequencies =
        session.config().classes().map(Classes::logFrequencies).orElse(new double[0]);
    SampledLikelihoods own = new SampledLikelihoods(samples);
    Mean marginal = new Mean();
    int batchSize = Math.max(1, rowsPerRun / perRun);
    try (Batches fewer = Batches.inOrder(split, binarization, batchSize, seed)) {
      for (Iterator<Batch> epoch = fewer.epoch(0, 0); epoch.hasNext(); ) {
        Batch batch = epoch.next();
        double[] given = draws.logLikelihoods(batch, samples, own::drawn);
        if (frequencies.length > 0) {
          for (double value : marginal(draws, batch, given, frequencies, samples)) {
            marginal.add(-value);
          }
        }
      }
    }
    return new LogLikelihoods(
        own.estimate(),
        frequencies.length > 0 ? Optional.of(marginal.estimate()) : Optional.empty(),
        own.convergence());
  }

  /**
   * log p(x) = log sum_c p(c) p(x|c) of each image: from below in expectation, whatever the number
   * of codes (Jensen's inequality).
   *
   * @param given log p(x|c) under each image's own class
   * @param frequencies log p(c)
   */
  private double[] marginal(
      Draws draws, Batch batch, double[] given, double[] frequencies, int samples) {
    double[] sums = new double[given.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = frequencies[batch.labels()[i]] + given[i];
    }
    // The k-th other class of each image, so that each image meets each class once.
    for (int k = 1; k < frequencies.length; k++) {
      int[] labels = new int[given.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (batch.labels()[i] + k) % frequencies.length;
      }
      double[] likelihoods =
          draws.logLikelihoods(batch.labelled(labels), others(samples), weights -> {});
      for (int i = 0; i < sums.length; i++) {
        sums[i] = logAddExp(sums[i], frequencies[labels[i]] + likelihoods[i]);
      }
    }
    return sums;
  }

  /** Draws codes some at a time, and tells how far all the work has come. */
  private final class Draws {
    private final int perRun;
    private final long total;
    private final Progress progress;
    private long done = split.count();

    /** Noise apart from that of the ELBO, which counts up from 0. */
    private long counter = Long.MIN_VALUE;

    Draws(int perRun, long total, Progress progress) {
      this.perRun = perRun;
      this.total = total;
      this.progress = progress;
    }

    /**
     * log (1/K) sum_k p(x|z_k) p(z_k) / q(z_k|x) of each image.
     *
     * @param drawn told of the weights after each code
     */
    double[] logLikelihoods(Batch batch, int samples, Consumer<ImportanceWeights> drawn) {
      ImportanceWeights weights = new ImportanceWeights(batch.count());
      while (weights.draws() < samples) {
        int some = Math.min(perRun, samples - weights.draws());
        float[] logWeights = session.bounds(batch, some, seed, counter++).logWeights();
        for (int k = 0; k < some; k++) {
          weights.add(logWeights, k * batch.count());
          drawn.accept(weights);
        }
        done += (long) some * batch.count();
        progress.advanced(done, total);
      }
      return weights.logMeans();
    }
  }

  private static double logAddExp(double a, double b) {
    // log(e^a + e^b) = max + log(1 + e^(min - max))
    double max = Math.max(a, b);
    if (max == Double.NEGATIVE_INFINITY) {
      return max; // both, and their difference would be no number
    }
    return max + Math.log1p(Math.exp(Math.min(a, b) - max));
  }

  @Override
  public void close() {
    batches.close();
  }
}
