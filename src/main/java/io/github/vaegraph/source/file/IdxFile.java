package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * One file of the IDX format, in which MNIST is published: two zero bytes, a type (8 for unsigned
 * bytes), the number of dimensions, each dimension as four bytes with the highest first, the data.
 */
final class IdxFile {
  private static final int UNSIGNED_BYTES = 8;

  private final InputFile file;
  private final int[] dimensions;

  private IdxFile(InputFile file, int[] dimensions) {
    this.file = file;
    this.dimensions = dimensions;
  }

  /**
   * Reads images [N, height, width] or [N, height, width, channels].
   *
   * @throws IOException when the file holds anything else, or more or less than its header says, or
   *     a byte above the options' largest value
   */
  static Images images(InputFile file, ReadOptions options, ReadLimits limits) throws IOException {
    try (DataInputStream in = new DataInputStream(file.stream())) {
      IdxFile idx = header(file, in);
      int rank = idx.dimensions.length;
      if (rank == 1) {
        throw Problem.at(file.path(), "expected images, found labels; give the file of images");
      }
      if (rank != 3 && rank != 4) {
        throw Problem.at(file.path(), "expected 3 or 4 dimensions, found %d", rank);
      }
      ImageShape shape = idx.shape();
      ByteScale scale = new ByteScale(file.path(), shape, options.maxValue());
      int count = idx.dimensions[0];
      long size = (long) count * shape.size();
      String things = "images";
      idx.checkSize(size, shape.size(), things);
      if (!file.gzip() && size > limits.inMemory()) {
        return new FileImages(file.path(), idx.start(), count, shape, scale);
      }
      byte[] pixels = idx.body(in, size, shape.size(), things);
      scale.apply(pixels, 0, count, 0);
      return Images.of(shape, pixels);
    }
  }

  /**
   * Reads labels [N], bytes without sign.
   *
   * @throws IOException when the file holds anything else, or more or less than its header says
   */
  static int[] labels(InputFile file) throws IOException {
    try (DataInputStream in = new DataInputStream(file.stream())) {
      IdxFile idx = header(file, in);
      if (idx.dimensions.length != 1) {
        throw Problem.at(
            file.path(), "expected labels, of 1 dimension, found %d", idx.dimensions.length);
      }
      int count = idx.dimensions[0];
      idx.checkSize(count, 1, "labels");
      byte[] bytes = idx.body(in, count, 1, "labels");
      int[] labels = new int[count];
      Arrays.setAll(labels, i -> bytes[i] & 0xff);
      return labels;
    }
  }

  private static IdxFile header(InputFile file, DataInputStream in) throws IOException {
    Path path = file.path();
    try {
      int magic = in.readInt();
      int type = magic >>> 8;
      if (type >>> 8 != 0) {
        throw Problem.at(
            path,
            "expected IDX data, which begin with 0x0000, found 0x%08x (%s)",
            magic,
            file.kind().words);
      }
      if (type != UNSIGNED_BYTES) {
        throw Problem.at(path, "expected IDX type 0x08, unsigned bytes, found 0x%02x", type);
      }
      int rank = magic & 0xff;
      if (rank < 1 || rank > 4) {
        throw Problem.at(path, "expected 1 to 4 dimensions, found %d", rank);
      }
      int[] dimensions = new int[rank];
      for (int i = 0; i < rank; i++) {
        dimensions[i] = in.readInt();
        if (dimensions[i] < 1) {
          throw Problem.at(
              path,
              "dimension %d must be from 1 to 2147483647, the header says %d; is it damaged?",
              i,
              dimensions[i] & 0xffffffffL);
        }
      }
      return new IdxFile(file, dimensions);
    } catch (EOFException e) {
      throw Problem.at(path, "the file ends within its header; is the download complete?");
    } catch (ZipException e) {
      throw Problem.reading(path, e);
    }
  }

  private ImageShape shape() throws IOException {
    int channels = dimensions.length == 4 ? dimensions[3] : 1;
    return Pixels.shape(file.path(), dimensions[1], dimensions[2], channels);
  }

  /** Bytes of the header. */
  private long start() {
    return 4 + 4L * dimensions.length;
  }

  /** Holds a raw file's size against its header before anything is allocated. */
  private void checkSize(long size, int each, String things) throws IOException {
    if (!file.gzip()) {
      long found = file.size() - start();
      if (found < size) {
        throw tooShort(found / each, things);
      }
      if (found > size) {
        throw tooLong(things);
      }
    }
  }

  private byte[] body(InputStream in, long size, int each, String things) throws IOException {
    GrowingBytes bytes = new GrowingBytes(file.path(), size);
    long found = bytes.read(in, size);
    if (found < size) {
      throw tooShort(found / each, things);
    }
    try {
      // Also makes gzip hold its check sum against what was read.
      if (in.read() >= 0) {
        throw tooLong(things);
      }
    } catch (EOFException | ZipException e) {
      throw Problem.reading(file.path(), e);
    }
    return bytes.toArray();
  }

  private IOException tooShort(long found, String things) {
    return Problem.at(
        file.path(),
        "expected %d %s, the file ends after %d; is the download complete?",
        dimensions[0],
        things,
        found);
  }

  private IOException tooLong(String things) {
    return Problem.at(
        file.path(),
        "expected %d %s and no more, found more bytes; is the header damaged?",
        dimensions[0],
        things);
  }
}
