package io.github.vaegraph.latent;

import io.github.vaegraph.network.Condition;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(z) and q(z|x) together. Their variables are created once and shared by every call. */
public interface Latents {
  /** L, the number of latent dimensions, of all layers together. */
  int dim();

  /** How many dimensions of a code the decoder sees. */
  default int seen() {
    return dim();
  }

  /** What the decoder sees of codes: [N, L] -> [N, seen]. */
  default Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes) {
    return codes;
  }

  /**
   * Draws codes for each image.
   *
   * @param images x [B, D] in [0, 1]
   * @param condition c, of B rows
   * @param noise what the draws are a function of, beside the images
   */
  Draw infer(Ops tf, Operand<TFloat32> images, Condition condition, Noise noise);

  /** The posterior of each image, without drawing from it: images [B, D] -> q(z|x, c). */
  Posterior posterior(Ops tf, Operand<TFloat32> images, Condition condition);

  /** p(z|c): of rows of these classes, where the model is conditional. */
  Prior prior(Ops tf, Condition condition);
}
