package io.github.vaegraph.data;

/**
 * Some images of a split, one after the other, valid until the next batch is asked for.
 *
 * @param pixels the values; the first {@code count} images are this batch's, the rest is left over
 * @param labels one class index an image, likewise; empty where the images carry none
 * @param count number of images, at most the batch size
 */
@SuppressWarnings("ArrayRecordComponent") // a reused buffer
public record Batch(byte[] pixels, int[] labels, int count) {
  /** Images without labels. */
  public Batch(byte[] pixels, int count) {
    this(pixels, new int[0], count);
  }
}
