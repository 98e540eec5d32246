package io.github.vaegraph.latent;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** An invertible map f of codes that knows how it changes volumes. */
interface Bijector {
  /** f(x): [..., L] -> [..., L]. */
  Moved forward(Ops tf, Operand<TFloat32> x);

  /**
   * Where codes went, or came from.
   *
   * @param codes [..., L]
   * @param logDeterminant log |det df/dx| [...], of f whichever way they went
   */
  record Moved(Operand<TFloat32> codes, Operand<TFloat32> logDeterminant) {}
}
