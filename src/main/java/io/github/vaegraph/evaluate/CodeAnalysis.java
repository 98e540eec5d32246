package io.github.vaegraph.evaluate;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.RowBounds;
import io.github.vaegraph.model.VaeSession;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Looks at the codes of a split: see {@link CodeFigures}. Of 10,000 images with 20 dimensions it
 * takes some seconds, most of them for the density of each code under all posteriors.
 */
public final class CodeAnalysis {
  private static final int MOST_IMAGES = 10_000;

  /** As an evaluation's. */
  private static final int VALUES_PER_RUN = 400_000;

  private final VaeSession session;
  private final Binarization binarization;
  private final long seed;

  /**
   * @param binarization as in training
   * @param seed what the binarization and the codes are drawn from
   */
  public CodeAnalysis(VaeSession session, Binarization binarization, long seed) {
    this.session = session;
    this.binarization = binarization;
    this.seed = seed;
  }

  /**
   * The figures of a split.
   *
   * @param training what the probe is fitted to; empty for no probe
   */
  public CodeFigures of(Split split, Optional<Split> training) {
    ModelConfig config = session.config();
    Split looked = spread(split);
    Encoded codes = encode(looked);
    boolean gaussian = config.latent().gaussian();
    boolean normal = gaussian && config.latent().standardNormal();
    Optional<double[]> information =
        gaussian && (normal || config.classes().isEmpty())
            ? Optional.of(
                AggregatePosterior.information(
                    codes.means, codes.logVariances, codes.drawn, config.latentDim()))
            : Optional.empty();
    return new CodeFigures(
        looked.count(),
        normal ? rates(codes) : List.of(),
        config.latent().dim().several() ? codes.layerRates() : List.of(),
        information.map(values -> mean(Arrays.stream(values))),
        information.map(
            values ->
                mean(
                    IntStream.range(0, values.length)
                        .mapToDouble(i -> codes.rates[i] - values[i]))),
        training
            .filter(images -> images.count() > 0 && images.labelled() && split.labelled())
            .map(images -> probe(spread(images), looked, codes)),
        looked.factors().flatMap(known -> factors(known, codes)));
  }

  private Optional<FactorFigures> factors(Factors known, Encoded codes) {
    int dim = session.config().latentDim();
    Optional<FactorInformation> information =
        session.config().latent().gaussian()
            ? Optional.of(
                new FactorInformation(known, codes.means, codes.logVariances, codes.drawn, dim))
            : Optional.empty();
    return FactorAnalysis.of(known, codes.means, dim, information);
  }

  private CodeFigures.Probe probe(Split training, Split tested, Encoded codes) {
    int classes =
        1
            + IntStream.concat(Arrays.stream(training.labels()), Arrays.stream(tested.labels()))
                .max()
                .orElseThrow();
    LinearProbe probe =
        new LinearProbe(
            encode(training).means, training.labels(), session.config().latentDim(), classes);
    return new CodeFigures.Probe(
        probe.accuracy(codes.means, tested.labels()), training.count(), tested.count(), classes);
  }

  /** The means over images of each dimension's KL(q || N(0, 1)). */
  private List<Double> rates(Encoded codes) {
    int dim = session.config().latentDim();
    double[] rates = new double[dim];
    for (int i = 0; i < codes.means.length; i++) {
      // KL = 1/2 { m^2 + v - 1 - log v } (Kingma and Welling 2014, appendix B)
      double mean = codes.means[i];
      double log = codes.logVariances[i];
      rates[i % dim] += (mean * mean + Math.exp(log) - 1 - log) / 2 / codes.rates.length;
    }
    return Arrays.stream(rates).boxed().toList();
  }

  private static Estimate mean(DoubleStream values) {
    Mean mean = new Mean();
    values.forEachOrdered(mean::add);
    return mean.estimate();
  }

  /** All images, or so many at even distances. */
  private static Split spread(Split split) {
    return split.count() <= MOST_IMAGES
        ? split
        : split.select(
            IntStream.range(0, MOST_IMAGES)
                .map(i -> (int) ((long) i * split.count() / MOST_IMAGES))
                .toArray());
  }

  /**
   * The codes of N images.
   *
   * @param means [N * L]
   * @param logVariances [N * L]
   * @param drawn [N * L] one from each posterior; none where codes are points
   * @param rates [N] KL(q(z|x) || p(z)), estimated from one code where it has no closed form
   * @param ofLayers the same of each layer
   */
  @SuppressWarnings("ArrayRecordComponent") // of this class alone
  private record Encoded(
      float[] means, float[] logVariances, float[] drawn, double[] rates, List<Mean> ofLayers) {
    List<Double> layerRates() {
      return ofLayers.stream().map(Mean::value).toList();
    }
  }

  private Encoded encode(Split split) {
    ModelConfig config = session.config();
    int dim = config.latentDim();
    int count = split.count();
    Encoded codes =
        new Encoded(
            new float[count * dim],
            new float[count * dim],
            new float[config.hasRate() ? count * dim : 0],
            new double[count],
            Stream.generate(Mean::new).limit(config.latent().dim().layers().size()).toList());
    int rows = Math.max(1, VALUES_PER_RUN / config.image().size());
    int from = 0;
    try (Batches batches = Batches.inOrder(split, binarization, rows, seed)) {
      for (Iterator<Batch> epoch = batches.epoch(0, 0); epoch.hasNext(); ) {
        Batch batch = epoch.next();
        VaeSession.Posterior posterior = session.posterior(batch);
        copy(posterior.mean(), codes.means, from * dim);
        copy(posterior.logVariance(), codes.logVariances, from * dim);
        if (config.hasRate()) {
          long first = seed + from;
          long[] seeds = LongStream.range(first, first + batch.count()).toArray();
          copy(session.sample(batch, seeds), codes.drawn, from * dim);
          RowBounds bounds = session.bounds(batch, 1, seed, from);
          for (int i = 0; i < batch.count(); i++) {
            codes.rates[from + i] = bounds.rate()[i];
            for (int layer = 0; layer < codes.ofLayers.size(); layer++) {
              codes.ofLayers.get(layer).add(bounds.layerRates().get(layer)[i]);
            }
          }
        }
        from += batch.count();
      }
    }
    return codes;
  }

  private static void copy(float[] part, float[] whole, int at) {
    System.arraycopy(part, 0, whole, at, part.length);
  }
}
