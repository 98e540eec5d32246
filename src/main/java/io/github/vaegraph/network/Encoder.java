package io.github.vaegraph.network;

import io.github.vaegraph.distribution.DiagonalGaussian;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** q(z|x). Its variables are created once and shared by every call. */
public interface Encoder {
  /** The posterior of each image: images [B, D] in [0, 1] -> q(z|x) over [B, L]. */
  DiagonalGaussian encode(Ops tf, Operand<TFloat32> images);
}
