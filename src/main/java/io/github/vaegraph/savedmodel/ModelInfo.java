package io.github.vaegraph.savedmodel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;

/**
 * What a model is made of, for people.
 *
 * @param parameters the number of values in all variables
 * @param variables the shape of each variable, by name
 * @param signatures what each signature takes and returns, a line a tensor, by name
 */
public record ModelInfo(
    long parameters, Map<String, String> variables, Map<String, List<String>> signatures) {

  /** A reference in a graph of ours and in older exports, a resource in those of today. */
  private static final Set<String> VARIABLES = Set.of("VariableV2", "VarHandleOp");

  static ModelInfo of(Graph graph, Collection<Signature> signatures) {
    Map<String, String> variables = new LinkedHashMap<>();
    long[] parameters = {0};
    graph
        .operations()
        .forEachRemaining(
            op -> {
              if (VARIABLES.contains(op.type())) {
                Shape shape = op.attributes().getAttrShape("shape");
                variables.put(op.name(), shape.toString());
                parameters[0] += shape.size();
              }
            });
    // Sorted: a SavedModel keeps no order.
    Map<String, List<String>> tensors = new TreeMap<>();
    for (Signature signature : signatures) {
      List<String> lines = new ArrayList<>();
      signature.getInputs().forEach((name, t) -> lines.add("in   " + describe(name, t)));
      signature.getOutputs().forEach((name, t) -> lines.add("out  " + describe(name, t)));
      Collections.sort(lines);
      tensors.put(signature.key(), lines);
    }
    return new ModelInfo(parameters[0], variables, tensors);
  }

  private static String describe(String name, Signature.TensorDescription tensor) {
    String type = tensor.dataType.name().replace("DT_", "").toLowerCase(Locale.ROOT);
    return "%s %s %s".formatted(name, type, tensor.shape);
  }
}
