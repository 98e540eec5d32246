package io.github.vaegraph.source.file;

import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Rows of numbers from a NumPy file, such as codes.
 *
 * @param rows N
 * @param width numbers a row
 * @param values [N * width], row-major
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never shared
public record NpyRows(int rows, int width, float[] values) {
  /**
   * Reads a float32 or float64 array [N, width].
   *
   * @throws IOException when the file holds no such array, or not all of it
   */
  public static NpyRows read(Path file) throws IOException {
    InputFile input = InputFile.open(file);
    try (DataInputStream in = new DataInputStream(input.stream())) {
      NpyHeader header = NpyHeader.read(file, in);
      if (header.kind() != 'f' || header.bytes() < Float.BYTES || header.shape().size() != 2) {
        throw Problem.at(
            file,
            "expected an array [rows, numbers] of float32 or float64, found %s with %d dimensions",
            header.type(),
            header.shape().size());
      }
      int rows = header.shape().get(0);
      int width = header.shape().get(1);
      GrowingBytes.checkFits(file, (long) rows * width);
      long bytes = (long) rows * width * header.bytes();
      GrowingBytes data = new GrowingBytes(file, bytes);
      long found = data.read(in, bytes);
      if (found < bytes || more(file, in)) {
        throw Problem.at(
            file,
            "expected %d rows of %d numbers, found %s bytes; is it whole?",
            rows,
            width,
            found < bytes ? "only " + found : "more");
      }
      return new NpyRows(rows, width, floats(data.toArray(), header, rows * width));
    }
  }

  /** Also makes gzip hold its check sum against what was read. */
  private static boolean more(Path file, InputStream in) throws IOException {
    try {
      return in.read() >= 0;
    } catch (EOFException | ZipException e) {
      throw Problem.reading(file, e);
    }
  }

  private static float[] floats(byte[] data, NpyHeader header, int count) {
    ByteBuffer buffer = ByteBuffer.wrap(data).order(header.order());
    float[] values = new float[count];
    int rows = header.count();
    int width = count / rows;
    for (int i = 0; i < count; i++) {
      int at = header.fortran() ? i % width * rows + i / width : i;
      values[i] = header.bytes() == 4 ? buffer.getFloat(4 * at) : (float) buffer.getDouble(8 * at);
    }
    return values;
  }
}
