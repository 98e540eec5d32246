package io.github.vaegraph.data;

import io.github.vaegraph.io.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/**
 * What tells one data set from another, and what models start from.
 *
 * @param checksum SHA-256, in hexadecimal digits, of the shape, the counts, and all pixels and
 *     labels of the training, validation and test splits in this order
 * @param binary whether every pixel is 0 or 255
 * @param levels how many of the 256 values of a byte are there
 * @param brightest the largest value of the training images, of 255
 * @param constant how many values are the same in all training images
 * @param mean of each value over the training images, in [0, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never compared
public record DatasetSummary(
    String checksum, boolean binary, int levels, int brightest, int constant, float[] mean) {
  private static final int BLOCK = 1 << 20; // bytes read at once

  /**
   * Reads the whole set once.
   *
   * @throws java.io.UncheckedIOException when its images lie on disk and cannot be read
   */
  public static DatasetSummary of(Dataset dataset) {
    Pass pass = new Pass(dataset.shape());
    pass.count(dataset);
    float[] mean = pass.read(dataset.train());
    int brightest = Arrays.stream(pass.highest).max().orElse(0);
    int constant = pass.constant();
    pass.read(dataset.validation());
    pass.read(dataset.test());
    return new DatasetSummary(
        Sha256.hex(pass.digest), pass.binary, pass.levels(), brightest, constant, mean);
  }

  private static final class Pass {
    private final MessageDigest digest = Sha256.digest();
    private final ImageShape shape;
    private final byte[] block;
    private final int[] sums; // of one block
    private final int[] lowest; // of one split
    private final int[] highest;
    private final boolean[] seen = new boolean[256];
    private boolean binary = true; // until a pixel is neither 0 nor 255

    Pass(ImageShape shape) {
      this.shape = shape;
      block = new byte[Math.max(1, BLOCK / shape.size()) * shape.size()];
      sums = new int[shape.size()];
      lowest = new int[shape.size()];
      highest = new int[shape.size()];
    }

    void count(Dataset dataset) {
      ByteBuffer head = ByteBuffer.allocate(6 * Integer.BYTES);
      head.putInt(shape.height()).putInt(shape.width()).putInt(shape.channels());
      for (Split split : List.of(dataset.train(), dataset.validation(), dataset.test())) {
        head.putInt(split.count());
      }
      digest.update(head.flip());
    }

    float[] read(Split split) {
      long[] totals = new long[shape.size()];
      Arrays.fill(lowest, 255);
      Arrays.fill(highest, 0);
      int images = block.length / shape.size();
      for (int from = 0; from < split.count(); from += images) {
        int now = Math.min(images, split.count() - from);
        split.images().readRange(from, now, block, 0);
        digest.update(block, 0, now * shape.size());
        binary = binary && onlyBlackAndWhite(now * shape.size());
        see(now * shape.size());
        add(now);
        for (int i = 0; i < totals.length; i++) {
          totals[i] += sums[i];
        }
      }
      ByteBuffer labels = ByteBuffer.allocate(Integer.BYTES);
      for (int label : split.labels()) {
        digest.update(labels.clear().putInt(label).flip());
      }
      float[] mean = new float[totals.length];
      for (int i = 0; i < mean.length; i++) {
        mean[i] = (float) (totals[i] / (255.0 * Math.max(1, split.count())));
      }
      return mean;
    }

    // A plain loop over neighbours, which the JIT turns into vector instructions.
    private void add(int images) {
      Arrays.fill(sums, 0);
      int size = sums.length;
      for (int image = 0; image < images; image++) {
        int start = image * size;
        for (int i = 0; i < size; i++) {
          int value = block[start + i] & 0xff;
          sums[i] += value;
          lowest[i] = Math.min(lowest[i], value);
          highest[i] = Math.max(highest[i], value);
        }
      }
    }

    private int constant() {
      int constant = 0;
      for (int i = 0; i < lowest.length; i++) {
        constant += lowest[i] >= highest[i] ? 1 : 0;
      }
      return constant;
    }

    private void see(int bytes) {
      for (int i = 0; i < bytes; i++) {
        seen[block[i] & 0xff] = true;
      }
    }

    private int levels() {
      int levels = 0;
      for (boolean there : seen) {
        levels += there ? 1 : 0;
      }
      return levels;
    }

    private boolean onlyBlackAndWhite(int bytes) {
      for (int i = 0; i < bytes; i++) {
        byte value = block[i];
        if (value != 0 && value != (byte) 255) {
          return false;
        }
      }
      return true;
    }
  }
}
