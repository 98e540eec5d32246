package io.github.vaegraph.savedmodel;

import io.github.vaegraph.signature.ModelForm;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Writes signatures of the table into a graph: a placeholder for each part that they take, and a
 * node with a readable name for each that they return.
 */
record SignatureNodes(Ops tf, ModelForm form) {
  private static final String METHOD = "tensorflow/serving/predict";

  /** A signature that TensorFlow Serving calls, with the nodes that it is computed by. */
  org.tensorflow.Signature write(Signature signature, Computation computation) {
    org.tensorflow.Signature.Builder written =
        org.tensorflow.Signature.builder().key(signature.name()).methodName(METHOD);
    Map<Part, Operand<TFloat32>> reals = new HashMap<>();
    Map<Part, Operand<TInt64>> wholes = new HashMap<>();
    for (Part part : signature.takes()) {
      Ops named = tf.withName(signature.node(part.node()));
      Placeholder.Options shape = Placeholder.shape(shape(part));
      switch (part.kind().type()) {
        case FLOAT32 -> {
          Placeholder<TFloat32> input = named.placeholder(TFloat32.class, shape);
          written.input(part.name(), input);
          reals.put(part, input);
        }
        case INT64 -> {
          Placeholder<TInt64> input = named.placeholder(TInt64.class, shape);
          written.input(part.name(), input);
          wholes.put(part, input);
        }
      }
    }
    Map<Part, Operand<TFloat32>> outputs = computation.of(new Computation.Given(reals, wholes));
    for (Part part : signature.returns()) {
      Operand<TFloat32> output = Objects.requireNonNull(outputs.get(part), part.name());
      written.output(part.name(), tf.withName(signature.node(part.node())).identity(output));
    }
    return written.build();
  }

  /** [B, ...]: any number of rows. */
  private Shape shape(Part part) {
    return Shape.of(
        LongStream.concat(
                LongStream.of(-1), part.kind().sizes(form).stream().mapToLong(Integer::longValue))
            .toArray());
  }
}
