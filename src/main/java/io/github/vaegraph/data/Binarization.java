package io.github.vaegraph.data;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Named;
import java.util.Locale;

/** How grey pixels become the binary ones that a Bernoulli likelihood describes. */
public enum Binarization implements Named {
  /** Every pixel is drawn anew each epoch, 1 with its grey value as the probability. */
  DYNAMIC,
  /** Every pixel is drawn once, the same under every seed, and stays. */
  STATIC,
  /** 1 from grey value 1/2 on. */
  THRESHOLD,
  /** Pixels stay grey. */
  NONE;

  /** The binarizations by name. */
  public static final Choice<Binarization> CHOICE = Choice.of("binarization", values());

  /** The name in lower case. */
  @Override
  public String text() {
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
}
