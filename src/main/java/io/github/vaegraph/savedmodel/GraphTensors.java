package io.github.vaegraph.savedmodel;

import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Between TensorFlow's signatures and tensors and ours. */
final class GraphTensors {
  private static final Pattern TENSOR = Pattern.compile("([^:]+)(?::(\\d{1,6}))?");

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

  /** What a SavedModel says of its signatures, by their names. */
  static Map<String, SignatureSpec> said(Map<String, SignatureDef> signatures) {
    Map<String, SignatureSpec> specs = new HashMap<>();
    signatures.forEach(
        (name, said) ->
            specs.put(
                name,
                new SignatureSpec(name, specs(said.getInputsMap()), specs(said.getOutputsMap()))));
    return specs;
  }

  private static Map<String, TensorSpec> specs(Map<String, TensorInfo> said) {
    Map<String, TensorSpec> specs = new TreeMap<>();
    said.forEach((name, tensor) -> specs.put(name, spec(tensor)));
    return specs;
  }

  private static TensorSpec spec(TensorInfo said) {
    return new TensorSpec(said.getDtype().name(), sides(shape(said.getTensorShape())));
  }

  private static Shape shape(TensorShapeProto said) {
    return said.getUnknownRank()
        ? Shape.unknown()
        : Shape.of(said.getDimList().stream().mapToLong(TensorShapeProto.Dim::getSize).toArray());
  }

  /**
   * Holds what a SavedModel says of its signatures to the nodes that they are.
   *
   * @throws IOException naming the first that is not as it is said
   */
  static void checkNodes(String where, Graph graph, Map<String, SignatureDef> signatures)
      throws IOException {
    for (Map.Entry<String, SignatureDef> signature : signatures.entrySet()) {
      List<TensorInfo> all = new ArrayList<>(signature.getValue().getInputsMap().values());
      all.addAll(signature.getValue().getOutputsMap().values());
      for (TensorInfo said : all) {
        String found = node(graph, said);
        if (!found.isEmpty()) {
          throw new IOException(
              "%s: %s: expected %s at node %s of the graph, found %s; export it again"
                  .formatted(
                      where,
                      signature.getKey(),
                      spec(said),
                      said.getName().isEmpty() ? "(none named)" : said.getName(),
                      found));
        }
      }
    }
  }

  /** What is there in place of what is said; empty where it is that. */
  private static String node(Graph graph, TensorInfo said) {
    Matcher name = TENSOR.matcher(said.getName());
    Operation operation = name.matches() ? graph.operation(name.group(1)) : null;
    if (operation == null) {
      return "no such node";
    }
    int index = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    if (index >= operation.numOutputs()) {
      return "a node of %d outputs".formatted(operation.numOutputs());
    }
    Output<?> output = operation.output(index);
    boolean fits =
        output.dataType() == said.getDtype()
            && output.shape().isCompatibleWith(shape(said.getTensorShape()));
    return fits ? "" : new TensorSpec(output.dataType().name(), sides(output.shape())).toString();
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

  /**
   * A copy of the values of a tensor that came back, row-major.
   *
   * @param spec what it is said to be
   * @param rows as many as were asked for
   * @throws IllegalArgumentException when it is another tensor
   */
  static Floats rows(String name, Tensor tensor, TensorSpec spec, int rows) {
    spec.checkAnswer(name, new TensorSpec(tensor.dataType().name(), sides(tensor.shape())), rows);
    return new Floats(rows, spec.width().orElseThrow(), values(tensor));
  }

  /** A copy of a tensor's values, row-major. */
  static float[] values(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }
}
