package io.github.vaegraph.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Collects the pixels of one file. The array grows with what was really read, so that a header's
 * false promise of terabytes allocates nothing.
 */
public final class GrowingBytes {
  /** What an array may hold on every JVM. */
  static final long MAX = Integer.MAX_VALUE - 16L;

  private static final int FIRST = 1 << 26;

  private final Path file;
  private byte[] bytes;
  private int length;

  /** Will hold about {@code expected} bytes of this file; the number is not trusted. */
  public GrowingBytes(Path file, long expected) throws IOException {
    this.file = file;
    checkFits(file, expected);
    bytes = allocate((int) Math.min(expected, FIRST));
  }

  /** Refuses what no array holds. */
  public static void checkFits(Path file, long size) throws IOException {
    if (size > MAX) {
      throw Problem.at(
          file,
          "%d bytes of pixels are more than the 2 GiB held in memory; "
              + "raw IDX files (unpacked) and uint8 .npy files of any size are read from disk",
          size);
    }
  }

  public int length() {
    return length;
  }

  public void append(byte[] source, int count) throws IOException {
    reserve(count);
    System.arraycopy(source, 0, bytes, length, count);
    length += count;
  }

  /** Reads up to {@code count} bytes and returns how many there were before the end. */
  public long read(InputStream in, long count) throws IOException {
    long done = 0;
    while (done < count) {
      if (length == bytes.length) {
        reserve((int) Math.min(count - done, FIRST));
      }
      int read;
      try {
        read = in.read(bytes, length, (int) Math.min(count - done, bytes.length - length));
      } catch (EOFException e) {
        return done; // gzip cut short: the caller says how far it got
      } catch (IOException e) {
        throw Problem.reading(file, e);
      }
      if (read < 0) {
        return done;
      }
      length += read;
      done += read;
    }
    return done;
  }

  /** What was collected; nothing may be added afterwards. */
  public byte[] toArray() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void reserve(int count) throws IOException {
    long needed = (long) length + count;
    if (needed > bytes.length) {
      checkFits(file, needed);
      byte[] larger = allocate((int) Math.min(MAX, Math.max(needed, bytes.length * 3L / 2)));
      System.arraycopy(bytes, 0, larger, 0, length);
      bytes = larger;
    }
  }

  private byte[] allocate(int size) throws IOException {
    try {
      return new byte[size];
    } catch (OutOfMemoryError e) {
      throw Problem.reading(file, e);
    }
  }
}
