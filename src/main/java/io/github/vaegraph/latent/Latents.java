package io.github.vaegraph.latent;

import io.github.vaegraph.network.Condition;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(z) and q(z|x) together. Their variables are created once and shared by every call. */
public interface Latents {
  /** L, the number of latent dimensions, of all layers together. */
  int dim();

  /** What the decoder sees of codes and condition: [N, L] -> [N, in]. */
  Operand<TFloat32> seen(Ops tf, Operand<TFloat32> codes, Condition condition);

  /**
   * Codes whose lowest layers follow from those above: each has the mean of its prior.
   *
   * @param codes [N, L]
   * @param lowest how many of the layers, fewer than there are
   */
  default Operand<TFloat32> following(
      Ops tf, Operand<TFloat32> codes, int lowest, Condition condition) {
    return codes;
  }

  /**
   * What is known of some images' codes.
   *
   * @param images x [B, D] in [0, 1]
   * @param condition c, of B rows
   */
  Inference inference(Ops tf, Operand<TFloat32> images, Condition condition);

  /** q(z|x, c) of some images, and draws from it. */
  interface Inference {
    /** The posterior of each image. */
    Posterior posterior();

    /**
     * Codes for each image.
     *
     * @param noise what the draws are a function of, beside the images
     */
    Draw draw(Noise noise);
  }

  /** The posterior of each image, without drawing from it: images [B, D] -> q(z|x, c). */
  default Posterior posterior(Ops tf, Operand<TFloat32> images, Condition condition) {
    return inference(tf, images, condition).posterior();
  }

  /** Codes for each image [B, D]. */
  default Draw infer(Ops tf, Operand<TFloat32> images, Condition condition, Noise noise) {
    return inference(tf, images, condition).draw(noise);
  }

  /** p(z|c): of rows of these classes, where the model is conditional. */
  Prior prior(Ops tf, Condition condition);
}
