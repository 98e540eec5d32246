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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipException;

/**
 * One file of the IDX format, in which MNIST is published: two zero bytes, a type (8 for unsigned
 * bytes, 12 for ints), the number of dimensions, each dimension as four bytes with the highest
 * first, the data.
 */
public final class IdxFile {
  private static final int UNSIGNED_BYTES = 8;
  private static final int INTS = 12;
  private static final Map<Integer, String> OTHER_TYPES =
      Map.of(
          9,
          "signed bytes",
          11,
          "16-bit whole numbers",
          INTS,
          "32-bit whole numbers",
          13,
          "floats",
          14,
          "doubles");

  private final InputFile file;
  private final int bytes; // of a value
  private final int[] dimensions;

  private IdxFile(InputFile file, int bytes, int[] dimensions) {
    this.file = file;
    this.bytes = bytes;
    this.dimensions = dimensions;
  }

  /**
   * Reads images [N, height, width] or [N, height, width, channels].
   *
   * @throws IOException when the file holds anything else, or more or less than its header says, or
   *     a byte above the options' largest value
   */
  public static Parts images(InputFile file, ReadOptions options, ReadLimits limits)
      throws IOException {
    try (DataInputStream in = new DataInputStream(file.stream())) {
      IdxFile idx = header(file, in);
      int rank = idx.dimensions.length;
      if (rank == 1) {
        throw Problem.at(file.path(), "expected images, found labels; give the file of images");
      }
      if (rank != 3 && rank != 4) {
        throw Problem.at(file.path(), "expected 3 or 4 dimensions, found %d", rank);
      }
      if (idx.bytes != 1) {
        throw wrongType(file.path(), INTS);
      }
      ArrayForm form = idx.form(options);
      ImageShape shape = form.shape();
      ByteScale scale = new ByteScale(file.path(), shape, Scale.of(options, Scale.BYTES));
      int count = idx.dimensions[0];
      long size = (long) count * shape.size();
      String things = "images";
      idx.checkSize(size, shape.size(), things);
      if (!file.gzip() && size > limits.inMemory()) {
        return form.parts(new FileImages(file.path(), idx.start(), count, shape, scale))
            .noting(scale.notes());
      }
      byte[] pixels = idx.body(in, size, shape.size(), things);
      scale.apply(pixels, 0, count, 0);
      return form.parts(Images.of(shape, pixels)).noting(scale.notes());
    }
  }

  /**
   * Reads labels: [N] bytes without sign or ints, or [N, K] ints, whose first are the classes, as
   * QMNIST's.
   *
   * @throws IOException when the file holds anything else, or more or less than its header says
   */
  static List<String> labels(InputFile file) throws IOException {
    try (DataInputStream in = new DataInputStream(file.stream())) {
      IdxFile idx = header(file, in);
      int rank = idx.dimensions.length;
      if (rank > 2 || (rank == 2 && idx.bytes == 1)) {
        throw Problem.at(file.path(), "expected labels, of 1 dimension, found %d", rank);
      }
      int count = idx.dimensions[0];
      long each = (rank == 2 ? idx.dimensions[1] : 1L) * idx.bytes;
      long size = Math.multiplyExact(each, (long) count); // at most 2^31 * 2^31 * 4, which fits
      idx.checkSize(size, each, "labels");
      ByteBuffer data = ByteBuffer.wrap(idx.body(in, size, each, "labels"));
      return IntStream.range(0, count)
          .map(i -> idx.bytes == 1 ? data.get(i) & 0xff : data.getInt((int) (i * each)))
          .mapToObj(Integer::toString)
          .toList();
    }
  }

  private static IOException wrongType(Path path, int type) {
    return Problem.at(
        path,
        "expected IDX type 0x08, unsigned bytes, found 0x%02x%s",
        type,
        OTHER_TYPES.containsKey(type)
            ? ", %s; save the array as .npy".formatted(OTHER_TYPES.get(type))
            : "");
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
      if (type != UNSIGNED_BYTES && type != INTS) {
        throw wrongType(path, type);
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
      return new IdxFile(file, type == INTS ? Integer.BYTES : 1, dimensions);
    } catch (EOFException e) {
      throw Problem.at(path, "the file ends within its header; is the download complete?");
    } catch (ZipException e) {
      throw Problem.reading(path, e);
    }
  }

  private ArrayForm form(ReadOptions options) throws IOException {
    return dimensions.length == 4
        ? ArrayForm.deep(file.path(), dimensions[1], dimensions[2], dimensions[3], options)
        : ArrayForm.plain(file.path(), dimensions[1], dimensions[2]);
  }

  /** Bytes of the header. */
  private long start() {
    return 4 + 4L * dimensions.length;
  }

  /** Holds a raw file's size against its header before anything is allocated. */
  private void checkSize(long size, long each, String things) throws IOException {
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

  private byte[] body(InputStream in, long size, long each, String things) throws IOException {
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
