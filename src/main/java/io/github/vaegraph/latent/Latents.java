package io.github.vaegraph.latent;

import io.github.vaegraph.network.Condition;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(z) and q(z|x) together. Their variables are created once and shared by every call. */
public interface Latents {
  /** L, the number of latent dimensions. */
  int dim();

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
