package io.github.vaegraph.data;

/**
 * Some images of a split, one after the other, valid until the next batch is asked for.
 *
 * @param pixels the values; the first {@code count} images are this batch's, the rest is left over
 * @param fractions where in its level each value lies, in 256ths, likewise; empty where levels have
 *     no width
 * @param labels one class index an image, likewise; empty where the images carry none
 * @param count number of images, at most the batch size
 */
@SuppressWarnings("ArrayRecordComponent") // a reused buffer
public record Batch(byte[] pixels, byte[] fractions, int[] labels, int count) {
  /** Images whose levels have no width. */
  public Batch(byte[] pixels, int[] labels, int count) {
    this(pixels, new byte[0], labels, count);
  }

  /** Images without labels. */
  public Batch(byte[] pixels, int count) {
    this(pixels, new int[0], count);
  }

  /** The same images, labelled otherwise. */
  public Batch labelled(int[] others) {
    return new Batch(pixels, fractions, others, count);
  }

  /** The same in memory of its own, valid as long as one likes. */
  public Batch copy() {
    return new Batch(pixels.clone(), fractions.clone(), labels.clone(), count);
  }
}
