package io.github.vaegraph.data;

/**
 * Some images of a split, one after the other, valid until the next batch is asked for.
 *
 * @param pixels the values; the first {@code count} images are this batch's, the rest is left over
 * @param count number of images, at most the batch size
 */
@SuppressWarnings("ArrayRecordComponent") // a reused buffer
public record Batch(byte[] pixels, int count) {}
