package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a split, epoch by epoch: shuffled, or in order, and binarized. The next batch is
 * prepared on a thread of its own while the caller works on the last, by all cores where images are
 * decoded; two buffers are used in turn. What a batch holds is a function of the seed, the epoch
 * and the batch's position in the epoch.
 */
public final class Batches implements AutoCloseable {
  private final Images images;
  private final int[] labels;
  private final Binarizer binarizer;
  private final int batchSize;
  private final boolean shuffled;
  private final long seed;
  private final byte[][] buffers;
  private final byte[][] fractionBuffers;
  private final int[][] labelBuffers;
  private final ExecutorService preparation =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "batches");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  private Batches(
      Split split, Binarization binarization, int batchSize, boolean shuffled, long seed) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be positive, was " + batchSize);
    }
    this.images = split.images();
    this.labels = split.labels();
    this.shuffled = shuffled;
    // Splits draw apart: image 7 of the test split is not binarized like image 7 of training.
    this.seed = CounterHash.of(seed, split.name().hashCode());
    // A static draw belongs to the data, not to the run: it is the same under every seed.
    long drawSeed = binarization == Binarization.STATIC ? 0 : seed;
    this.binarizer =
        new Binarizer(
            images.shape().size(), binarization, CounterHash.of(drawSeed, split.name().hashCode()));
    this.batchSize = Math.min(batchSize, Math.max(1, images.count()));
    if ((long) this.batchSize * images.shape().size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch of %d images of %s does not fit an array; try a smaller batch"
              .formatted(this.batchSize, images.shape()));
    }
    this.buffers = new byte[2][this.batchSize * images.shape().size()];
    boolean spread = binarization == Binarization.DEQUANTIZED;
    this.fractionBuffers = new byte[2][spread ? buffers[0].length : 0];
    this.labelBuffers = new int[2][split.labelled() ? this.batchSize : 0];
  }

  /** Every image once an epoch, in an order drawn anew for each epoch. */
  public static Batches shuffled(Split split, Binarization binarization, int batchSize, long seed) {
    return new Batches(split, binarization, batchSize, true, seed);
  }

  /** Every image once, in the split's own order. */
  public static Batches inOrder(Split split, Binarization binarization, int batchSize, long seed) {
    return new Batches(split, binarization, batchSize, false, seed);
  }

  /** The number of images in an epoch. */
  public int images() {
    return images.count();
  }

  /** The number of batches in an epoch; the last may be smaller. */
  public int perEpoch() {
    return (images.count() + batchSize - 1) / batchSize;
  }

  /**
   * The batches of one epoch, from the batch at {@code first} on. Each stays valid until the next
   * is asked for, and only one epoch may be in use at a time.
   *
   * @throws IllegalStateException when these batches have been closed, as {@code next()} does
   */
  public Iterator<Batch> epoch(long epoch, int first) {
    int[] order =
        shuffled ? CounterHash.permutation(images.count(), CounterHash.of(seed, epoch)) : null;
    return new Iterator<>() {
      private int next = first;
      private Future<Batch> prepared = prepare(next);

      private Future<Batch> prepare(int batch) {
        checkOpen();
        return preparation.submit(() -> fill(order, epoch, batch));
      }

      @Override
      public boolean hasNext() {
        return next < perEpoch();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        checkOpen();
        Batch batch = await(prepared);
        next++;
        if (hasNext()) {
          prepared = prepare(next);
        }
        return batch;
      }
    };
  }

  private Batch fill(int @Nullable [] order, long epoch, int batch) {
    int size = images.shape().size();
    int from = batch * batchSize;
    int count = Math.max(0, Math.min(batchSize, images.count() - from));
    byte[] buffer = buffers[batch & 1];
    byte[] fractions = fractionBuffers[batch & 1];
    int[] labelBuffer = labelBuffers[batch & 1];
    int[] chosen =
        order == null
            ? IntStream.range(from, from + count).toArray()
            : Arrays.copyOfRange(order, from, from + count);
    images.readAll(chosen, buffer, 0);
    for (int i = 0; i < count; i++) {
      binarizer.binarize(chosen[i], epoch, buffer, i * size);
      binarizer.fractions(chosen[i], epoch, fractions, i * size);
      if (labelBuffer.length > 0) {
        labelBuffer[i] = labels[chosen[i]];
      }
    }
    return new Batch(buffer, fractions, labelBuffer, count);
  }

  private static Batch await(Future<Batch> prepared) {
    try {
      return prepared.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure; // reading failed: the file is gone, for one
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("these batches have been closed");
    }
  }

  /** Ends the preparing thread; closing twice does nothing. */
  @Override
  public void close() {
    closed = true;
    preparation.shutdownNow();
  }
}
