package io.github.vaegraph.tensorboard;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.picture.ImageGrid;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * What a model under training shows of itself: the same codes decoded and the same images
 * reconstructed each time.
 */
final class EpochPictures {
  private static final int SAMPLES = 64;
  private static final int SAMPLE_COLUMNS = 8;
  private static final int RECONSTRUCTIONS = 30;
  private static final int COLUMNS = 10;

  private final Batch shown;
  private final float[] originals;
  private final long[] seeds = new long[SAMPLES];

  /**
   * @param split its first images are reconstructed; it holds one at least
   * @param binarization as in training
   * @param seed what the codes and the binarization are drawn from
   */
  EpochPictures(Split split, Binarization binarization, long seed) {
    int count = Math.min(RECONSTRUCTIONS, split.count());
    int size = split.images().shape().size();
    try (Batches batches = Batches.inOrder(split, binarization, count, seed)) {
      shown = batches.epoch(0, 0).next().copy();
    }
    originals = new float[count * size];
    for (int i = 0; i < originals.length; i++) {
      originals[i] = (shown.pixels()[i] & 0xFF) / (float) binarization.maxValue();
    }
    Arrays.setAll(seeds, i -> seed + i);
  }

  /** Codes from the prior, decoded. */
  BufferedImage samples(VaeSession session) {
    int classes = session.config().classCount();
    int[] labels = new int[classes == 0 ? 0 : SAMPLES];
    Arrays.setAll(labels, i -> i % classes); // in turn
    float[] images = session.decode(session.generate(seeds, labels), labels);
    return ImageGrid.of(session.config().image(), images, SAMPLE_COLUMNS);
  }

  /** Images as the model sees them, above what it makes of them at the posterior mean. */
  BufferedImage reconstructions(VaeSession session) {
    float[] means = session.posterior(shown).mean();
    float[] decoded = session.decode(means, shown.labels());
    return ImageGrid.pairs(session.config().image(), originals, decoded, COLUMNS, "");
  }
}
