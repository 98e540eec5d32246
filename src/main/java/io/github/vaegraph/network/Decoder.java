package io.github.vaegraph.network;

import io.github.vaegraph.distribution.Distribution;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** p(x|z). Its variables are created once and shared by every call. */
public interface Decoder {
  /** The images that each code may stand for: codes [N, L] -> p(x|z) over [N, D]. */
  Distribution decode(Ops tf, Operand<TFloat32> codes);
}
