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
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;

/** A NumPy array as images or labels, from a file of its own or out of an archive. */
final class NpyArray {
  private static final int VALUES_AT_ONCE = 1 << 13;

  private final Path file; // for errors: an array in an archive is named archive.npz/name.npy
  private final NpyHeader header;

  private NpyArray(Path file, NpyHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * Reads the images of a .npy file.
   *
   * @throws IOException when the array is none of images or its data are cut short
   */
  static Images images(InputFile input, ReadOptions options, ReadLimits limits) throws IOException {
    try (DataInputStream in = new DataInputStream(input.stream())) {
      NpyArray array = new NpyArray(input.path(), NpyHeader.read(input.path(), in));
      ImageShape shape = array.imageShape(options);
      long values = (long) array.count() * shape.size();
      if (!input.gzip()) {
        array.checkSize(input.size() - array.header.start(), values, shape.size());
        if (array.header.type().equals("u1") && values > limits.inMemory()) {
          ByteScale scale = new ByteScale(input.path(), shape, options.maxValue());
          return new FileImages(input.path(), array.header.start(), array.count(), shape, scale);
        }
      }
      return array.images(in, shape, options);
    }
  }

  /** Reads the images of an array in an archive. */
  static Images images(Path name, InputStream stream, ReadOptions options) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    NpyArray array = new NpyArray(name, NpyHeader.read(name, in));
    return array.images(in, array.imageShape(options), options);
  }

  /** Reads labels, whole numbers [N] or [N, 1], of an array in an archive. */
  static int[] labels(Path name, InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    NpyArray array = new NpyArray(name, NpyHeader.read(name, in));
    return array.labels(in);
  }

  private int count() {
    return header.shape().get(0);
  }

  private ImageShape imageShape(ReadOptions options) throws IOException {
    boolean readable =
        switch (header.type()) {
          case "u1", "b1", "f4", "f8" -> true;
          default -> false;
        };
    if (!readable) {
      throw Problem.at(
          file, "expected values of type uint8, bool, float32 or float64, found %s", header.type());
    }
    List<Integer> sides = header.shape();
    return switch (sides.size()) {
      case 2 -> Pixels.shape(file, sides.get(1), options.shape(), "");
      case 3 -> Pixels.shape(file, sides.get(1), sides.get(2), 1);
      case 4 -> Pixels.shape(file, sides.get(1), sides.get(2), sides.get(3));
      default ->
          throw Problem.at(
              file,
              "expected an array [images, height, width] or [images, height, width, channels], "
                  + "found %d dimensions",
              sides.size());
    };
  }

  /** Holds a raw file's size against its header before anything is allocated. */
  private void checkSize(long found, long values, int each) throws IOException {
    long expected = Math.multiplyExact(values, (long) header.bytes());
    if (found < expected) {
      throw tooShort(found / ((long) each * header.bytes()));
    }
    if (found > expected) {
      throw tooLong();
    }
  }

  private IOException tooShort(long found) {
    return Problem.at(
        file, "expected %d entries, the file ends after %d; is it complete?", count(), found);
  }

  private IOException tooLong() {
    return Problem.at(
        file, "expected %d entries and no more, found more bytes; is it damaged?", count());
  }

  private Images images(InputStream in, ImageShape shape, ReadOptions options) throws IOException {
    GrowingBytes pixels = new GrowingBytes(file, (long) count() * shape.size());
    long values = (long) count() * shape.size();
    if (header.type().equals("u1")) {
      long found = pixels.read(in, values);
      if (found < values) {
        throw tooShort(found / shape.size());
      }
    } else {
      double max = header.kind() == 'f' ? options.maxValue().orElse(1.0) : 1; // true is white
      byte[] converted = new byte[VALUES_AT_ONCE];
      for (long done = 0; done < values; ) {
        int now = (int) Math.min(VALUES_AT_ONCE, values - done);
        ByteBuffer chunk = chunk(in, now);
        if (chunk.remaining() < now * header.bytes()) {
          throw tooShort((done + chunk.remaining() / header.bytes()) / shape.size());
        }
        for (int i = 0; i < now; i++) {
          double value = value(chunk, i);
          if (!Pixels.valid(value / max)) {
            throw Problem.at(
                file,
                "image %d: expected values in [0, %s], found %s; scale them or say --max-value",
                (done + i) / shape.size(),
                options.maxValue().isPresent() ? options.maxValue().get() : "1",
                value);
          }
          converted[i] = Pixels.of(value / max);
        }
        pixels.append(converted, now);
        done += now;
      }
    }
    checkEnd(in);
    byte[] bytes = pixels.toArray();
    if (header.type().equals("u1")) {
      new ByteScale(file, shape, options.maxValue()).apply(bytes, 0, count(), 0);
    }
    return Images.of(shape, bytes);
  }

  private double value(ByteBuffer chunk, int i) {
    return switch (header.bytes()) {
      case 4 -> chunk.getFloat(4 * i);
      case 8 -> chunk.getDouble(8 * i);
      default -> chunk.get(i) == 0 ? 0 : 1; // a bool
    };
  }

  private int[] labels(InputStream in) throws IOException {
    List<Integer> sides = header.shape();
    boolean vector = sides.size() == 1 || (sides.size() == 2 && sides.get(1) == 1);
    if (!vector || (header.kind() != 'u' && header.kind() != 'i')) {
      throw Problem.at(
          file,
          "expected labels, whole numbers [images], found type %s with %d dimensions",
          header.type(),
          sides.size());
    }
    GrowingBytes bytes = new GrowingBytes(file, (long) count() * header.bytes());
    long found = bytes.read(in, (long) count() * header.bytes());
    if (found < (long) count() * header.bytes()) {
      throw tooShort(found / header.bytes());
    }
    checkEnd(in);
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toArray()).order(ByteOrder.LITTLE_ENDIAN);
    int[] labels = new int[count()];
    for (int i = 0; i < labels.length; i++) {
      long label = wholeNumber(buffer, i);
      if (label < 0 || label > Classes.MAX) {
        throw Problem.at(file, "label %d: expected 0 to %d, found %d", i, Classes.MAX, label);
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private long wholeNumber(ByteBuffer buffer, int i) {
    return switch (header.bytes()) {
      case 1 -> header.kind() == 'u' ? buffer.get(i) & 0xff : buffer.get(i);
      case 2 -> header.kind() == 'u' ? buffer.getShort(2 * i) & 0xffff : buffer.getShort(2 * i);
      case 4 -> header.kind() == 'u' ? buffer.getInt(4 * i) & 0xffffffffL : buffer.getInt(4 * i);
      default -> buffer.getLong(8 * i);
    };
  }

  /** Up to {@code values} values; fewer when the data end. */
  private ByteBuffer chunk(InputStream in, int values) throws IOException {
    GrowingBytes bytes = new GrowingBytes(file, (long) values * header.bytes());
    bytes.read(in, (long) values * header.bytes());
    return ByteBuffer.wrap(bytes.toArray()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Also makes the archive hold its check sum against what was read. */
  private void checkEnd(InputStream in) throws IOException {
    try {
      if (in.read() >= 0) {
        throw tooLong();
      }
    } catch (EOFException | ZipException e) {
      throw Problem.reading(file, e);
    }
  }
}
