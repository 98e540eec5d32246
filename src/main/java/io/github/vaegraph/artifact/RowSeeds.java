package io.github.vaegraph.artifact;

import io.github.vaegraph.io.Sha256;
import io.github.vaegraph.signature.Floats;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/**
 * A seed for each image that is a function of its own pixels, so that what is drawn for it does not
 * depend on its place among others.
 */
public final class RowSeeds {
  private RowSeeds() {}

  /**
   * The first 64 bits of SHA-256 over the seed and the row's values.
   *
   * @param seed for another draw of all images
   * @param images [N, D]
   * @return [N]
   */
  public static long[] of(long seed, Floats images) {
    MessageDigest digest = Sha256.digest();
    int width = images.width();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + Float.BYTES * width);
    long[] seeds = new long[images.rows()];
    for (int row = 0; row < seeds.length; row++) {
      bytes.clear();
      bytes.putLong(seed);
      bytes.asFloatBuffer().put(images.values(), row * width, width);
      seeds[row] = ByteBuffer.wrap(digest.digest(bytes.array())).getLong();
    }
    return seeds;
  }
}
