package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where codes lie along each latent dimension, and which dimensions say most.
 *
 * @param mean [L] the prior's
 * @param deviation [L] the prior's standard deviation
 * @param kl [L] KL(q(z|x) || p(z)) of each dimension in nats, the mean over images, where it is
 *     known
 * @param order the dimensions, those that say most first where images tell
 * @param layers that they belong to
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record LatentAxes(
    double[] mean, double[] deviation, Optional<double[]> kl, int[] order, Dims layers) {
  private static final int MOST_IMAGES = 1000;

  /**
   * The prior's, as its draws tell where it is not N(0, I); the dimensions in their own order.
   *
   * @param config what the model was made from, where that is known
   * @throws IOException when the model is on a server that cannot be asked
   */
  public static LatentAxes of(Model model, Optional<ModelConfig> config) throws IOException {
    int dim = model.latentDim();
    double[] mean = new double[dim];
    double[] deviation = new double[dim];
    Arrays.fill(deviation, 1);
    boolean standard = config.filter(known -> known.latent().standardNormal()).isPresent();
    if (!standard) {
      float[][] draws =
          PriorQuantiles.of(model, config.map(ModelConfig::classCount).orElse(1)).draws();
      for (int i = 0; i < dim; i++) {
        mean[i] = mean(draws[i]);
        deviation[i] = deviation(draws[i]);
      }
    }
    return new LatentAxes(
        mean,
        deviation,
        Optional.empty(),
        range(dim),
        config.map(known -> known.latent().dim()).orElse(Dims.of(dim)));
  }

  /**
   * The same, where the first 1,000 images say which dimensions differ from image to image. Under
   * N(0, I) they are ordered by their KL, else by the variance of the posterior's means. A plain
   * autoencoder has no prior that it was trained for: means and deviations are then those of its
   * codes.
   *
   * @throws IOException when the model is on a server that cannot be asked
   */
  public static LatentAxes of(Model model, Optional<ModelConfig> config, Split split)
      throws IOException {
    LatentAxes prior = of(model, config);
    int dim = model.latentDim();
    int count = Math.min(MOST_IMAGES, split.count());
    float[][] means = new float[dim][count];
    double[] kl = new double[dim];
    int rows = Floats.imagesAtOnce(split.images().shape());
    for (int from = 0; from < count; from += rows) {
      int to = Math.min(count, from + rows);
      Codes codes = model.given(split, from, to).encode(Floats.ofImages(split.images(), from, to));
      double[][] each = StandardRate.kl(codes);
      for (int row = 0; row < each.length; row++) {
        for (int i = 0; i < dim; i++) {
          means[i][from + row] = codes.mean().values()[row * dim + i];
          kl[i] += each[row][i] / count;
        }
      }
    }
    double[] deviations = Arrays.stream(means).mapToDouble(LatentAxes::deviation).toArray();
    if (config.filter(StandardRate::of).isPresent()) {
      return new LatentAxes(
          prior.mean, prior.deviation, Optional.of(kl), falling(kl), prior.layers);
    }
    int[] order = falling(deviations);
    return config.filter(known -> !known.hasRate()).isPresent()
        ? new LatentAxes(
            Arrays.stream(means).mapToDouble(LatentAxes::mean).toArray(),
            deviations,
            Optional.empty(),
            order,
            prior.layers)
        : new LatentAxes(prior.mean, prior.deviation, Optional.empty(), order, prior.layers);
  }

  private static int[] range(int dim) {
    return IntStream.range(0, dim).toArray();
  }

  /** The positions of these values, that of the largest first. */
  private static int[] falling(double[] values) {
    return IntStream.range(0, values.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double deviation(float[] values) {
    double mean = mean(values);
    double squares = 0;
    for (float value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / values.length);
  }
}
