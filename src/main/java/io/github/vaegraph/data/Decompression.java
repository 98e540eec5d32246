package io.github.vaegraph.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Compressed data, refused where few bytes grow to absurdly many: a bomb is noticed after some
 * mebibytes, not when the memory is full.
 */
final class Decompression {
  /** Data of images shrink to a hundredth at most: dSprites, black and white, to 1/115. */
  private static final int MAX_GROWTH = 200;

  /** So many bytes may come out whatever went in. */
  private static final long ALWAYS = 1 << 24;

  private static final int BUFFER = 1 << 16;

  private Decompression() {}

  /** What a gzip stream holds. */
  static InputStream gzip(InputStream compressed) throws IOException {
    Counted counted = new Counted(compressed);
    return new Bounded(
        new GZIPInputStream(counted, BUFFER),
        () -> ALWAYS + MAX_GROWTH * counted.bytes,
        "they grow more than %d-fold".formatted(MAX_GROWTH));
  }

  /** What an archive's entry holds: no more than the archive says. */
  static InputStream entry(ZipFile zip, ZipEntry entry) throws IOException {
    if (entry.getSize() > ALWAYS + MAX_GROWTH * entry.getCompressedSize()) {
      throw new ZipException(
          "%s would grow more than %d-fold".formatted(entry.getName(), MAX_GROWTH));
    }
    return new Bounded(
        zip.getInputStream(entry),
        entry::getSize,
        entry.getName() + " is longer than the archive says");
  }

  /** Counts what is read from it. */
  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  /** Refuses to yield more than a limit, which may rise while it is read. */
  private static final class Bounded extends FilterInputStream {
    private final Counted content;
    private final LongSupplier limit;
    private final String refusal;

    Bounded(InputStream in, LongSupplier limit, String refusal) {
      this(new Counted(in), limit, refusal);
    }

    private Bounded(Counted content, LongSupplier limit, String refusal) {
      super(content);
      this.content = content;
      this.limit = limit;
      this.refusal = refusal;
    }

    @Override
    public int read() throws IOException {
      return checked(super.read());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return checked(super.read(target, offset, length));
    }

    private int checked(int read) throws ZipException {
      if (content.bytes > limit.getAsLong()) {
        throw new ZipException(refusal);
      }
      return read;
    }
  }
}
