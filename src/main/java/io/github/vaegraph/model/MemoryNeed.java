package io.github.vaegraph.model;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a graph will take, estimated before TensorFlow is asked for it: its native memory knows no
 * limit, and the system ends a process that takes too much without a word.
 */
public final class MemoryNeed {
  private static final int FLOAT = 4;

  /** A variable, its gradient, Adam's two slots. */
  private static final int TRAINED = 4;

  /**
   * A layer's values before and after its nonlinearity, their gradients, and what is made of them.
   */
  private static final int COPIES = 6;

  private static final double GIBIBYTE = 1 << 30;

  private MemoryNeed() {}

  /**
   * Refuses what this machine, or the container around this process, cannot hold.
   *
   * @throws IllegalArgumentException telling the need, the machine's memory and what may help
   */
  public static void check(ModelConfig config, GraphOptions options) {
    long parameters = config.parameters() * FLOAT;
    options
        .training()
        .ifPresentOrElse(
            training ->
                check(
                    TRAINED * parameters
                        + activations(
                            config,
                            (double) training.batchSize() * training.samples()
                                + config.latent().prior().encoded())
                        + pairs(config, training),
                    "training %d images at once with %d samples each"
                        .formatted(training.batchSize(), training.samples())),
            () -> check((double) parameters, "the model"));
  }

  /**
   * Refuses to work on more rows at once than fit.
   *
   * @param rows images times the codes drawn for each
   * @throws IllegalArgumentException as {@link #check(ModelConfig, GraphOptions)}
   */
  static void checkRows(ModelConfig config, long rows) {
    check(activations(config, (double) rows), "working on %d rows at once".formatted(rows));
  }

  /** Bytes of everything that is kept for each row while it goes through the networks. */
  private static double activations(ModelConfig config, double rows) {
    return FLOAT * COPIES * rows * config.valuesPerRow();
  }

  /** Bytes of what the objective keeps for each pair of a code and an image of a batch. */
  private static double pairs(ModelConfig config, GraphOptions.Training training) {
    double pairs = (double) training.samples() * training.batchSize() * training.batchSize();
    return FLOAT * COPIES * pairs * config.objective().valuesPerPair(config.latentDim());
  }

  private static void check(double bytes, String what) {
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    if (bytes > machine) {
      throw new IllegalArgumentException(
          "%s would take about %.1f GiB, this machine has %.1f; try smaller batches, fewer samples"
                  .formatted(what, bytes / GIBIBYTE, machine / GIBIBYTE)
              + " or narrower layers");
    }
  }
}
