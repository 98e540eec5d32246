package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.picture.Curves;
import io.github.vaegraph.picture.Curves.Curve;
import io.github.vaegraph.picture.Curves.Panel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where codes lie beside where the prior N(0, I) expects them: what each dimension tells, and the
 * aggregate posterior 1/N sum_n q(z_d|x_n) of those that tell most, against p(z_d).
 */
public final class CodeCharts {
  private static final int IMAGES = 2000;
  private static final int SHOWN = 5;

  /** Codes are drawn over so many deviations of the prior, at so many places a deviation. */
  private static final int REACH = 4;

  private static final int PLACES = 20;

  private CodeCharts() {}

  /**
   * The charts of a split's first images.
   *
   * @param about what the title tells of the model
   * @return empty where the prior is another, or codes are points
   * @throws UnsupportedOperationException when this machine has no fonts
   * @throws IOException when the model is on a server that cannot be asked
   */
  public static Optional<BufferedImage> draw(
      Model model, ModelConfig config, Split split, String about) throws IOException {
    if (!StandardRate.of(config)) {
      return Optional.empty();
    }
    int count = Math.min(IMAGES, split.count());
    int dim = config.latentDim();
    double[] rates = new double[dim];
    List<Codes> parts = new ArrayList<>();
    int rows = Floats.imagesAtOnce(model.shape());
    for (int from = 0; from < count; from += rows) {
      int to = Math.min(count, from + rows);
      Codes part = model.given(split, from, to).encode(Floats.ofImages(split.images(), from, to));
      for (double[] row : StandardRate.kl(part)) {
        for (int d = 0; d < dim; d++) {
          rates[d] += row[d] / count;
        }
      }
      parts.add(part);
    }
    int[] order =
        IntStream.range(0, dim)
            .boxed()
            .sorted(Comparator.comparing(d -> -rates[d]))
            .mapToInt(d -> d)
            .toArray();
    List<Panel> panels = new ArrayList<>();
    panels.add(
        new Panel(
            "dimension, by its rate",
            "rate (nats)",
            List.of(
                new Curve(
                    "q",
                    IntStream.rangeClosed(1, dim).asDoubleStream().toArray(),
                    IntStream.of(order).mapToDouble(d -> rates[d]).toArray()))));
    for (int i = 0; i < Math.min(SHOWN, dim); i++) {
      panels.add(density(order[i], parts, count));
    }
    return Optional.of(
        Curves.panels(
            "codes of %d %s images against the prior · %s".formatted(count, split.name(), about),
            panels));
  }

  private static Panel density(int dimension, List<Codes> parts, int count) {
    int places = 2 * REACH * PLACES + 1;
    double[] z = new double[places];
    double[] q = new double[places];
    double[] p = new double[places];
    for (int i = 0; i < places; i++) {
      z[i] = (double) i / PLACES - REACH;
      p[i] = normal(z[i], 0, 0);
      for (Codes part : parts) {
        int dim = part.mean().width();
        for (int row = 0; row < part.mean().rows(); row++) {
          float mean = part.mean().values()[row * dim + dimension];
          float logVariance = part.logVariance().values()[row * dim + dimension];
          q[i] += normal(z[i], mean, logVariance) / count;
        }
      }
    }
    return new Panel(
        "dimension %d of the code".formatted(dimension),
        "density",
        List.of(new Curve("q", z, q), new Curve("p", z, p)));
  }

  /** N(z; mean, exp(logVariance)). */
  private static double normal(double z, double mean, double logVariance) {
    double off = z - mean;
    return Math.exp(-0.5 * (off * off * Math.exp(-logVariance) + logVariance))
        / Math.sqrt(2 * Math.PI);
  }
}
