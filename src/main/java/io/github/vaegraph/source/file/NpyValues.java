package io.github.vaegraph.source.file;

import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** The values of a NumPy array, some at a time. */
final class NpyValues implements AutoCloseable {
  private static final int AT_ONCE = 1 << 13;
  private static final Charset UTF_32_BIG = Charset.forName("UTF-32BE");
  private static final Charset UTF_32_LITTLE = Charset.forName("UTF-32LE");

  private final Path file; // for errors: an array in an archive is named archive.npz/name.npy
  private final DataInputStream in;
  private final DataInputStream source; // to be closed
  private final NpyHeader header;

  /** What an array is read from, as often as need be. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** Takes one value, the i-th of all. */
  interface NumberReader {
    void accept(long i, double value) throws IOException;
  }

  private NpyValues(Path file, DataInputStream in) throws IOException {
    this.file = file;
    header = NpyHeader.read(file, in);
    this.in =
        header.fortran() ? new DataInputStream(new ByteArrayInputStream(rowMajor(bytes(in)))) : in;
    source = in;
  }

  /**
   * Reads the header.
   *
   * @throws IOException when it is no array, or one that is not read here
   */
  static NpyValues open(Path file, Source source) throws IOException {
    DataInputStream in = new DataInputStream(source.open());
    try {
      return new NpyValues(file, in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  NpyHeader header() {
    return header;
  }

  /** All values that follow, as bytes of the file. */
  byte[] bytes() throws IOException {
    return bytes(in);
  }

  private byte[] bytes(InputStream in) throws IOException {
    long size = header.count() * header.each() * header.bytes();
    GrowingBytes bytes = new GrowingBytes(file, size);
    long found = bytes.read(in, size);
    if (found < size) {
      throw tooShort(found / (header.each() * header.bytes()));
    }
    checkEnd(in);
    return bytes.toArray();
  }

  /** Values whose last index changes fastest, out of those whose first does. */
  private byte[] rowMajor(byte[] columns) {
    int[] sides = header.shape().stream().mapToInt(side -> side).toArray();
    int[] index = new int[sides.length];
    int width = header.bytes();
    byte[] rows = new byte[columns.length];
    for (int to = 0; to < rows.length; to += width) {
      int from = 0;
      for (int axis = sides.length - 1; axis >= 0; axis--) {
        from = from * sides[axis] + index[axis];
      }
      System.arraycopy(columns, from * width, rows, to, width);
      for (int axis = sides.length - 1; axis >= 0 && ++index[axis] == sides[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return rows;
  }

  /** Hands over number after number. */
  void numbers(NumberReader reader) throws IOException {
    long values = header.count() * header.each();
    for (long done = 0; done < values; ) {
      int now = (int) Math.min(AT_ONCE, values - done);
      GrowingBytes bytes = new GrowingBytes(file, (long) now * header.bytes());
      long found = bytes.read(in, (long) now * header.bytes());
      if (found < (long) now * header.bytes()) {
        throw tooShort((done + found / header.bytes()) / header.each());
      }
      ByteBuffer chunk = ByteBuffer.wrap(bytes.toArray()).order(header.order());
      for (int i = 0; i < now; i++) {
        reader.accept(done + i, number(chunk, i));
      }
      done += now;
    }
    checkEnd(in);
  }

  /** Every value as text, which a type of text holds with zeros to its right. */
  String[] texts() throws IOException {
    byte[] bytes = bytes();
    Charset charset = header.order() == ByteOrder.BIG_ENDIAN ? UTF_32_BIG : UTF_32_LITTLE;
    String[] texts = new String[bytes.length / Math.max(1, header.bytes())];
    for (int i = 0; i < texts.length; i++) {
      String padded = new String(bytes, i * header.bytes(), header.bytes(), charset);
      texts[i] = padded.replaceFirst("\0+$", "");
    }
    return texts;
  }

  private double number(ByteBuffer chunk, int i) {
    boolean unsigned = header.kind() == 'u';
    return switch (header.kind()) {
      case 'f' ->
          switch (header.bytes()) {
            case 2 -> half(chunk.getShort(2 * i));
            case 4 -> chunk.getFloat(4 * i);
            default -> chunk.getDouble(8 * i);
          };
      case 'b' -> chunk.get(i) == 0 ? 0 : 1;
      default ->
          switch (header.bytes()) {
            case 1 -> unsigned ? chunk.get(i) & 0xff : chunk.get(i);
            case 2 -> unsigned ? chunk.getShort(2 * i) & 0xffff : chunk.getShort(2 * i);
            case 4 -> unsigned ? chunk.getInt(4 * i) & 0xffffffffL : chunk.getInt(4 * i);
            default -> unsigned ? unsigned(chunk.getLong(8 * i)) : chunk.getLong(8 * i);
          };
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : (value >>> 1) * 2.0;
  }

  /**
   * A number of IEEE 754's binary16: a sign, five bits of exponent with bias 15, ten of fraction.
   */
  static double half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double size =
        switch (exponent) {
          case 0 -> Math.scalb((double) fraction, -24);
          case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> Math.scalb(1024.0 + fraction, exponent - 25);
        };
    return bits < 0 ? -size : size;
  }

  IOException tooShort(long found) {
    return Problem.at(
        file,
        "expected %d entries, the file ends after %d; is it complete?",
        header.count(),
        found);
  }

  IOException tooLong() {
    return Problem.at(
        file, "expected %d entries and no more, found more bytes; is it damaged?", header.count());
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

  @Override
  public void close() throws IOException {
    source.close();
  }
}
