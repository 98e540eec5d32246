package io.github.vaegraph.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Compressed data. Honest ones come close to deflate's own limit, 1032-fold, where images are all
 * but black. An array's header says where they end, and {@link GrowingBytes} what fits; text has no
 * header, and is refused where few bytes grow to absurdly many: a bomb is noticed after some
 * mebibytes, not when the memory is full.
 */
public final class Decompression {
  /** Rows of digits seldom shrink to so little; those that do can be unpacked. */
  private static final int MAX_TEXT_GROWTH = 500;

  /** So many bytes may come out whatever went in. */
  private static final long ALWAYS = 1 << 22;

  private static final int BUFFER = 1 << 14;

  private Decompression() {}

  /** Data that are not damaged, but more than is read. */
  static final class GrowthException extends ZipException {
    private GrowthException() {
      super(
          "the compressed text grows more than %d-fold; if it is meant to, unpack it"
              .formatted(MAX_TEXT_GROWTH));
    }
  }

  /** What a gzip stream holds, whose reader knows where it ends. */
  public static InputStream gzip(InputStream compressed) throws IOException {
    return new GZIPInputStream(compressed, BUFFER);
  }

  /** What a gzip stream of text holds. */
  public static InputStream gzipText(InputStream compressed) throws IOException {
    Counted counted = new Counted(compressed);
    return new Bounded(
        gzip(counted), () -> ALWAYS + MAX_TEXT_GROWTH * counted.bytes, GrowthException::new);
  }

  /** What an archive's entry holds: no more than the archive says. */
  public static InputStream entry(ZipFile zip, ZipEntry entry) throws IOException {
    return new Bounded(
        zip.getInputStream(entry),
        entry::getSize,
        () -> new ZipException(entry.getName() + " is longer than the archive says"));
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
    private final Supplier<ZipException> refusal;

    Bounded(InputStream in, LongSupplier limit, Supplier<ZipException> refusal) {
      this(new Counted(in), limit, refusal);
    }

    private Bounded(Counted content, LongSupplier limit, Supplier<ZipException> refusal) {
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
        throw refusal.get();
      }
      return read;
    }
  }
}
