package io.github.vaegraph.data;

/**
 * Reads images and binarizes them. What is drawn for a pixel is a function of the seed, the epoch,
 * the image's position and the pixel's. Not for several threads at once: it reuses its buffers.
 */
final class Binarizer {
  private final Images images;
  private final Binarization binarization;
  private final long seed;
  private final byte[] grey;
  private final int[] bits;

  Binarizer(Images images, Binarization binarization, long seed) {
    this.images = images;
    this.binarization = binarization;
    this.seed = seed;
    this.grey = new byte[images.shape().size()];
    this.bits = new int[grey.length];
  }

  /** Writes one image's values, 0 or 1 (0 to 255 without binarization), from the offset on. */
  void read(int image, long epoch, byte[] target, int offset) {
    switch (binarization) {
      case NONE -> images.read(image, target, offset);
      case THRESHOLD -> {
        images.read(image, grey, 0);
        for (int i = 0; i < grey.length; i++) {
          target[offset + i] = (byte) ((grey[i] & 0xff) >>> 7);
        }
      }
      case STATIC -> draw(image, 0, target, offset);
      case DYNAMIC -> draw(image, epoch, target, offset);
    }
  }

  private void draw(int image, long epoch, byte[] target, int offset) {
    images.read(image, grey, 0);
    CounterHash.fill(CounterHash.of(seed, epoch, image), bits);
    for (int i = 0; i < grey.length; i++) {
      // 1 with probability grey/255: u < grey/255, u = uniform/2^23. The sign of the difference
      // u * 255 - grey * 2^23 is the answer; neither product leaves an int.
      int uniform = bits[i] >>> 9;
      target[offset + i] = (byte) ((uniform * 255 - ((grey[i] & 0xff) << 23)) >>> 31);
    }
  }
}
