package io.github.vaegraph.source.file;

/**
 * How much is held in memory.
 *
 * @param inMemory raw files with more bytes of pixels than this stay on disk
 * @param pictureCache folders that decode to more bytes than this are decoded on demand, and this
 *     many bytes are kept
 */
public record ReadLimits(long inMemory, long pictureCache) {
  public static final ReadLimits STANDARD = ofHeap(Runtime.getRuntime().maxMemory());

  /** What a heap of so many bytes has room for. */
  static ReadLimits ofHeap(long bytes) {
    return new ReadLimits(Math.min(1L << 30, bytes / 4), Math.min(256L << 20, bytes / 4));
  }
}
