package io.github.vaegraph.data;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Named;
import java.util.Locale;

/**
 * What becomes of pixels before a model sees them: how grey ones become the binary ones that a
 * Bernoulli likelihood describes, or the continuous ones that a density describes.
 */
public enum Binarization implements Named {
  /** Every pixel is drawn anew each epoch, 1 with its grey value as the probability. */
  DYNAMIC,
  /** Every pixel is drawn once, the same under every seed, and stays. */
  STATIC,
  /** 1 from grey value 1/2 on. */
  THRESHOLD,
  /** Pixels stay grey. */
  NONE,
  /**
   * Pixels stay grey, and uniform noise spreads each over the width of its level, anew each epoch:
   * (byte + u) / 256 (Theis, van den Oord and Bethge 2016, section 3.1).
   */
  DEQUANTIZED;

  /** The binarizations by name. */
  public static final Choice<Binarization> CHOICE = Choice.of("binarization", values());

  /** The name in lower case. */
  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value that stands for 1: 1, or 255 for grey pixels; 256 where their levels have a width, at
   * whose upper end no pixel lies.
   */
  public int maxValue() {
    return switch (this) {
      case NONE -> 255;
      case DEQUANTIZED -> 256;
      case DYNAMIC, STATIC, THRESHOLD -> 1;
    };
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
