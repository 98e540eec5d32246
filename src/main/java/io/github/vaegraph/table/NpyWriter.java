package io.github.vaegraph.table;

import io.github.vaegraph.io.Unfinished;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes an array in NumPy's format, version 1.0: float32, little endian, C order. It is written
 * aside and given its name when all is there.
 */
public final class NpyWriter implements AutoCloseable {
  private final Path out;
  private final Unfinished aside;
  private final OutputStream stream;

  private NpyWriter(Path out, Unfinished aside, OutputStream stream) {
    this.out = out;
    this.aside = aside;
    this.stream = stream;
  }

  /**
   * Begins.
   *
   * @param shape the array's, of whose values all are to be written
   * @throws IOException when nothing can be written there
   */
  public static NpyWriter create(Path out, int... shape) throws IOException {
    Unfinished aside = Unfinished.file(out.toAbsolutePath());
    OutputStream stream = new BufferedOutputStream(Files.newOutputStream(aside.path()));
    stream.write(header(shape));
    return new NpyWriter(out, aside, stream);
  }

  private static byte[] header(int... shape) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }"
            .formatted(
                Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining(", ")));
    // Magic, version, length and header together are a multiple of 64 bytes, the last a newline.
    int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
    ByteBuffer bytes = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) length);
    bytes.put(
        (header + " ".repeat(length - 1 - header.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  /** Writes the next values. */
  public void write(float[] values, int from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values, from, count);
    stream.write(bytes.array());
  }

  /** Gives the file its name. */
  public void finish() throws IOException {
    stream.close();
    aside.moveTo(out.toAbsolutePath());
  }

  @Override
  public void close() throws IOException {
    try (aside) { // closing the stream may fail on a full disk
      stream.close(); // again, which does nothing
    }
  }
}
