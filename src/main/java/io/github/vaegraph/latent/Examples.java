package io.github.vaegraph.latent;

/** Images that a prior may begin at. */
@FunctionalInterface
public interface Examples {
  /**
   * So many images in [0, 1]; the same ones again where there are fewer.
   *
   * @param classes C, where image i is to be of class i modulo C; 0 where classes do not matter
   * @return [count * D]
   */
  float[] values(int count, int classes);

  /** The same image again and again, which is all that is known. */
  static Examples all(float[] image) {
    float[] copy = image.clone();
    return (count, classes) -> {
      float[] values = new float[count * copy.length];
      for (int i = 0; i < count; i++) {
        System.arraycopy(copy, 0, values, i * copy.length, copy.length);
      }
      return values;
    };
  }
}
