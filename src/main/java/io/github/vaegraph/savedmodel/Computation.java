package io.github.vaegraph.savedmodel;

import io.github.vaegraph.signature.Part;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** What a signature computes: a function of what it takes to what it returns, by part. */
interface Computation {
  /** The tensors of all parts that are returned, [B, ...] each. */
  Map<Part, Operand<TFloat32>> of(Given given);

  /** The tensors of a request, [B, ...] each. */
  record Given(Map<Part, Operand<TFloat32>> reals, Map<Part, Operand<TInt64>> wholes) {
    /** Whether the model takes this part. */
    boolean has(Part part) {
      return reals.containsKey(part) || wholes.containsKey(part);
    }

    /** A part in floating point. */
    Operand<TFloat32> reals(Part part) {
      return Objects.requireNonNull(reals.get(part), part.name());
    }

    /** A part of whole numbers. */
    Operand<TInt64> wholes(Part part) {
      return Objects.requireNonNull(wholes.get(part), part.name());
    }
  }
}
