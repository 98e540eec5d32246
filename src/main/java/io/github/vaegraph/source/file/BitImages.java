package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/**
 * Images of black and white alone, held as a bit a value: an eighth of what bytes take.
 *
 * @param bits one image after the other, the lowest bit of a byte first
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never copied
record BitImages(ImageShape shape, int count, byte[] bits) implements Images {
  private static final int AT_ONCE = 1 << 13; // bytes of bits

  /**
   * Reads the images of an archive's array that is too large to be held as bytes.
   *
   * @throws IOException when a value is neither black nor white, or the data are cut short
   */
  static BitImages read(Path file, NpyValues values, ImageShape shape, Scale scale)
      throws IOException {
    long size = (long) values.header().count() * shape.size();
    GrowingBytes bits = new GrowingBytes(file, (size + 7) / 8);
    byte[] packed = new byte[AT_ONCE];
    values.numbers(
        (i, value) -> {
          if (value != scale.min() && value != scale.max()) {
            throw Problem.at(
                file,
                "%d bytes of pixels are more than the 2 GiB held in memory, and image %d has others "
                    + "than black and white; unzip %s and give that file, which is read from disk",
                size,
                i / shape.size(),
                file.getFileName());
          }
          int at = (int) (i / 8 % AT_ONCE);
          if (value == scale.max()) {
            packed[at] |= (byte) (1 << i % 8);
          }
          if (i == size - 1 || (i % 8 == 7 && at == AT_ONCE - 1)) {
            bits.append(packed, at + 1);
            Arrays.fill(packed, (byte) 0);
          }
        });
    return new BitImages(shape, values.header().count(), bits.toArray());
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    Objects.checkIndex(image, count);
    long first = (long) image * shape.size();
    for (int i = 0; i < shape.size(); i++) {
      long at = first + i;
      target[offset + i] = (byte) -(bits[(int) (at >> 3)] >> (at & 7) & 1);
    }
  }
}
