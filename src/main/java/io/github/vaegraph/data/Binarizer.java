package io.github.vaegraph.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Binarizes images where they lie. What is drawn for a pixel is a function of the seed, the epoch,
 * the image's position and the pixel's. Not for several threads at once: it reuses its buffers.
 *
 * <p>A pixel of level g is 1 with probability g/255, which in base 256 has the digits g, g, g, ...
 * So it is 1 if, of random digits, the first that differs from g is less than g. Eight pixels are
 * compared at once, as the bytes of a word, and the second digit is looked at for one pixel in 256.
 */
final class Binarizer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long UPPER = 0x8080808080808080L;

  /** The probability is off by less than 256^-4. */
  private static final int DIGITS = 4;

  /** More words than any image has: an image holds at most 2^24 values. */
  private static final int MAX_WORDS = 1 << 22;

  private final Binarization binarization;
  private final long seed;
  private final int size;
  private final byte[] grey; // rounded up to whole words, as drawn is
  private final byte[] drawn;

  /** For images of so many values. */
  Binarizer(int size, Binarization binarization, long seed) {
    this.binarization = binarization;
    this.seed = seed;
    this.size = size;
    int words = (size + Long.BYTES - 1) / Long.BYTES;
    this.grey = new byte[words * Long.BYTES];
    this.drawn = new byte[words * Long.BYTES];
  }

  /** Makes 0 or 1 of one image's values, from the offset on; without binarization they stay. */
  void binarize(int image, long epoch, byte[] pixels, int offset) {
    switch (binarization) {
      case NONE, DEQUANTIZED -> {}
      case THRESHOLD -> {
        for (int i = offset; i < offset + size; i++) {
          pixels[i] = (byte) ((pixels[i] & 0xff) >>> 7);
        }
      }
      case STATIC -> draw(image, 0, pixels, offset);
      case DYNAMIC -> draw(image, epoch, pixels, offset);
    }
  }

  /**
   * Where in its level each value of an image lies, in 256ths: drawn where levels are spread, else
   * left as it is.
   */
  void fractions(int image, long epoch, byte[] fractions, int offset) {
    if (binarization != Binarization.DEQUANTIZED) {
      return;
    }
    long key = CounterHash.of(seed, epoch, image);
    for (int word = 0; word < drawn.length / Long.BYTES; word++) {
      LONGS.set(drawn, word * Long.BYTES, CounterHash.word(key, word));
    }
    System.arraycopy(drawn, 0, fractions, offset, size);
  }

  private void draw(int image, long epoch, byte[] pixels, int offset) {
    System.arraycopy(pixels, offset, grey, 0, size);
    long key = CounterHash.of(seed, epoch, image);
    for (int word = 0; word < drawn.length / Long.BYTES; word++) {
      long levels = (long) LONGS.get(grey, word * Long.BYTES);
      long digits = CounterHash.word(key, word);
      long ones = less(digits, levels);
      long undecided = equal(digits, levels);
      if (undecided != 0) {
        ones |= laterDigits(key, word, levels, undecided);
      }
      LONGS.set(drawn, word * Long.BYTES, ones >>> 7);
    }
    System.arraycopy(drawn, 0, pixels, offset, size);
  }

  /** The pixels whose first digit decides nothing: one in 256. */
  private static long laterDigits(long key, int word, long levels, long undecided) {
    long ones = 0;
    for (int digit = 1; digit < DIGITS && undecided != 0; digit++) {
      long digits = CounterHash.word(key, word + digit * MAX_WORDS);
      ones |= undecided & less(digits, levels);
      undecided &= equal(digits, levels);
    }
    // Level 255 is a one whatever is drawn, level 0 a zero.
    return ones | (undecided & levels);
  }

  /** The upper bit of each byte: whether a < b, unsigned. */
  private static long less(long a, long b) {
    // The upper bits decide, or, where they are the same, the lower seven: with the upper bit of a
    // set and that of b clear, no byte borrows from the next.
    long lowerNotLess = (a | UPPER) - (b & ~UPPER);
    return ((~a & b) | (~(a ^ b) & ~lowerNotLess)) & UPPER;
  }

  /** The upper bit of each byte: whether a = b. */
  private static long equal(long a, long b) {
    long difference = a ^ b;
    return ~(((difference & ~UPPER) + ~UPPER) | difference) & UPPER;
  }
}
