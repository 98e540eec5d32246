package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions.Crop;
import java.util.Arrays;

/**
 * Brings pictures to another size, first along rows and then along columns. Every new value is a
 * weighted mean of old ones under a triangle that is as wide as the reduction asks: linear
 * interpolation when enlarging, a mean over the area when reducing.
 */
public final class Resampler {
  private Resampler() {}

  /**
   * As below, but of a part of the picture.
   *
   * @throws IllegalArgumentException when it is smaller than what is to be cut from it
   */
  public static byte[] resize(byte[] pixels, int height, int width, Crop crop, ImageShape to) {
    ImageShape cut = part(height, width, crop, to);
    int partHeight = cut.height();
    int partWidth = cut.width();
    if (partHeight == height && partWidth == width) {
      return resize(pixels, height, width, to);
    }
    int top = (height - partHeight) / 2;
    int left = (width - partWidth) / 2;
    int channels = to.channels();
    byte[] part = new byte[partHeight * partWidth * channels];
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(
          pixels,
          ((top + y) * width + left) * channels,
          part,
          y * partWidth * channels,
          partWidth * channels);
    }
    return resize(part, partHeight, partWidth, to);
  }

  /**
   * What is cut from a picture of this height and width.
   *
   * @throws IllegalArgumentException when the picture is smaller
   */
  static ImageShape part(int height, int width, Crop crop, ImageShape to) {
    int channels = to.channels();
    if (crop.size().isPresent()) {
      ImageShape part = crop.size().get();
      if (part.height() > height || part.width() > width) {
        throw new IllegalArgumentException(
            "expected a picture of at least %dx%d, which crop(%s) cuts from it, found %dx%d"
                .formatted(part.height(), part.width(), crop.text(), height, width));
      }
      return new ImageShape(part.height(), part.width(), channels);
    }
    // Products of sides that images have fit an int only just.
    long wide = (long) width * to.height();
    long high = (long) height * to.width();
    if (!crop.centred() || wide == high) {
      return new ImageShape(height, width, channels);
    }
    return wide > high
        ? new ImageShape(
            height, Math.max(1, (int) Math.round((double) high / to.height())), channels)
        : new ImageShape(
            Math.max(1, (int) Math.round((double) wide / to.width())), width, channels);
  }

  /** A picture of this height and width at the height and width of {@code to}; channels stay. */
  public static byte[] resize(byte[] pixels, int height, int width, ImageShape to) {
    if (height == to.height() && width == to.width()) {
      return pixels;
    }
    Weights down = Weights.of(height, to.height());
    Weights across = Weights.of(width, to.width());
    int stride = width * to.channels();
    // Old rows as floats, so many as one new row is made of: the loops over them are then vectors'.
    float[][] rows = new float[down.widest()][stride];
    int read = 0;
    float[] row = new float[stride]; // one new row, still as wide as the old ones
    byte[] result = new byte[to.size()];
    for (int y = 0; y < to.height(); y++) {
      Arrays.fill(row, 0);
      float[] weights = down.weights[y];
      int first = down.first[y];
      for (; read < first + weights.length; read++) {
        toFloats(pixels, read * stride, rows[read % rows.length]);
      }
      for (int i = 0; i < weights.length; i++) {
        add(weights[i], rows[(first + i) % rows.length], row);
      }
      across(row, across, to, result, y * to.width() * to.channels());
    }
    return result;
  }

  private static void toFloats(byte[] pixels, int start, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] = pixels[start + x] & 0xff;
    }
  }

  private static void add(float weight, float[] old, float[] row) {
    for (int x = 0; x < row.length; x++) {
      row[x] += weight * old[x];
    }
  }

  private static void across(
      float[] row, Weights across, ImageShape to, byte[] result, int offset) {
    int channels = to.channels();
    for (int x = 0; x < to.width(); x++) {
      float[] weights = across.weights[x];
      int first = across.first[x] * channels;
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        int at = first + c;
        for (float weight : weights) {
          sum += weight * row[at];
          at += channels;
        }
        result[offset + x * channels + c] = (byte) Math.min(255, (int) (sum + 0.5f));
      }
    }
  }

  /** For each new position, the first old one that counts and the weights from there on. */
  @SuppressWarnings("ArrayRecordComponent") // read in loops, never compared
  private record Weights(int[] first, float[][] weights) {
    /** So many old positions count for one new one at most. */
    int widest() {
      return Arrays.stream(weights).mapToInt(row -> row.length).max().orElse(1);
    }

    // weight of old i for new j = max(0, 1 - |i - centre(j)| / reach), then made to sum to 1,
    // where centre(j) = (j + 1/2) * old / new - 1/2 and reach = max(1, old / new)
    static Weights of(int old, int size) {
      Weights result = new Weights(new int[size], new float[size][]);
      double scale = (double) old / size;
      double reach = Math.max(1, scale);
      for (int j = 0; j < size; j++) {
        double centre = (j + 0.5) * scale - 0.5;
        int from = Math.max(0, (int) Math.ceil(centre - reach));
        int to = Math.min(old - 1, (int) Math.floor(centre + reach));
        float[] row = new float[to - from + 1];
        float sum = 0;
        for (int i = from; i <= to; i++) {
          row[i - from] = (float) Math.max(0, 1 - Math.abs(i - centre) / reach);
          sum += row[i - from];
        }
        for (int i = 0; i < row.length; i++) {
          row[i] /= sum;
        }
        result.first[j] = from;
        result.weights[j] = row;
      }
      return result;
    }
  }
}
