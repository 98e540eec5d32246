package io.github.vaegraph.savedmodel;

import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.TensorSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Between TensorFlow's signatures and tensors and ours. */
final class GraphTensors {
  private GraphTensors() {}

  /** What a graph says of its signatures, by their names. */
  static Map<String, SignatureSpec> specs(Collection<Signature> signatures) {
    Map<String, SignatureSpec> specs = new HashMap<>();
    for (Signature signature : signatures) {
      specs.put(
          signature.key(),
          new SignatureSpec(
              signature.key(), tensors(signature.getInputs()), tensors(signature.getOutputs())));
    }
    return specs;
  }

  private static Map<String, TensorSpec> tensors(Map<String, Signature.TensorDescription> told) {
    Map<String, TensorSpec> specs = new TreeMap<>();
    told.forEach(
        (name, tensor) ->
            specs.put(name, new TensorSpec(tensor.dataType.name(), sides(tensor.shape))));
    return specs;
  }

  private static List<Long> sides(Shape shape) {
    return shape.isUnknown() ? List.of() : Arrays.stream(shape.asArray()).boxed().toList();
  }

  /** A request's tensors, by the inputs' names; whoever asks for them closes them. */
  static Map<String, Tensor> inputs(SignatureSpec spec, List<Input> inputs) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Input input : inputs) {
      List<Long> sides = spec.input(input.name()).shapeOf(input.count());
      Shape shape = Shape.of(sides.stream().mapToLong(Long::longValue).toArray());
      tensors.put(
          input.name(),
          input instanceof Input.Reals reals
              ? TFloat32.tensorOf(shape, DataBuffers.of(reals.values().values()))
              : TInt64.tensorOf(shape, DataBuffers.of(((Input.Wholes) input).values())));
    }
    return tensors;
  }

  /** A copy of a tensor's values, row-major. */
  static float[] values(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
