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

  /** As below, but of a part of the picture. */
  public static byte[] resize(byte[] pixels, int height, int width, Crop crop, ImageShape to) {
    // Products of sides that images have fit an int only just.
    long wide = (long) width * to.height();
    long high = (long) height * to.width();
    if (crop == Crop.NONE || wide == high) {
      return resize(pixels, height, width, to);
    }
    int partWidth =
        wide > high ? Math.max(1, (int) Math.round((double) high / to.height())) : width;
    int partHeight =
        wide > high ? height : Math.max(1, (int) Math.round((double) wide / to.width()));
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

  /** A picture of this height and width at the height and width of {@code to}; channels stay. */
  public static byte[] resize(byte[] pixels, int height, int width, ImageShape to) {
    if (height == to.height() && width == to.width()) {
      return pixels;
    }
    Weights down = Weights.of(height, to.height());
    Weights across = Weights.of(width, to.width());
    int stride = width * to.channels();
    float[] row = new float[stride]; // one new row, still as wide as the old ones
    byte[] result = new byte[to.size()];
    for (int y = 0; y < to.height(); y++) {
      Arrays.fill(row, 0);
      float[] weights = down.weights[y];
      for (int i = 0; i < weights.length; i++) {
        int start = (down.first[y] + i) * stride;
        for (int x = 0; x < stride; x++) {
          row[x] += weights[i] * (pixels[start + x] & 0xff);
        }
      }
      across(row, across, to, result, y * to.width() * to.channels());
    }
    return result;
  }

  private static void across(
      float[] row, Weights across, ImageShape to, byte[] result, int offset) {
    int channels = to.channels();
    for (int x = 0; x < to.width(); x++) {
      float[] weights = across.weights[x];
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * row[(across.first[x] + i) * channels + c];
        }
        result[offset + x * channels + c] = (byte) Math.min(255, (int) (sum + 0.5f));
      }
    }
  }

  /** For each new position, the first old one that counts and the weights from there on. */
  @SuppressWarnings("ArrayRecordComponent") // read in loops, never compared
  private record Weights(int[] first, float[][] weights) {
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
