package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How grey pixels become the binary ones that a Bernoulli likelihood describes. */
public enum Binarization {
  /** Every pixel is drawn anew each epoch, 1 with its grey value as the probability. */
  DYNAMIC,
  /** Every pixel is drawn once, the same under every seed, and stays. */
  STATIC,
  /** 1 from grey value 1/2 on. */
  THRESHOLD,
  /** Pixels stay grey. */
  NONE;

  /** The name on the command line and in files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The largest value a pixel has afterwards, which stands for 1: 1, or 255 for grey pixels. */
  public int maxValue() {
    return this == NONE ? 255 : 1;
  }

  /**
   * What is usual.
   *
   * @param binaryLikelihood whether p(x|z) describes binary pixels
   */
  public static Binarization usual(boolean binaryLikelihood) {
    return binaryLikelihood ? DYNAMIC : NONE;
  }

  /**
   * The binarization of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Binarization named(String label) {
    return Arrays.stream(values())
        .filter(binarization -> binarization.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "binarization must be one of %s, was %s".formatted(labels(), label)));
  }

  /** All names, for help texts. */
  public static String labels() {
    return Arrays.stream(values()).map(Binarization::label).collect(Collectors.joining(", "));
  }
}
