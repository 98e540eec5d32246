package io.github.vaegraph.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.Signature;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The rules that can be read off the signatures. */
final class SignatureRules {
  /** Predict requests are answered by signatures of any of these, over gRPC and REST alike. */
  private static final Set<String> METHODS =
      Set.of(
          "tensorflow/serving/predict",
          "tensorflow/serving/classify",
          "tensorflow/serving/regress");

  private static final Set<DataType> IN_JSON =
      Set.of(
          DataType.DT_FLOAT,
          DataType.DT_DOUBLE,
          DataType.DT_INT8,
          DataType.DT_INT16,
          DataType.DT_INT32,
          DataType.DT_INT64,
          DataType.DT_UINT8,
          DataType.DT_UINT16,
          DataType.DT_UINT32,
          DataType.DT_UINT64,
          DataType.DT_BOOL,
          DataType.DT_STRING);

  private SignatureRules() {}

  /** What breaks each of these rules. */
  static Map<Rule, List<String>> breaches(Map<String, SignatureDef> signatures) {
    Map<Rule, List<String>> breaches = new LinkedHashMap<>();
    List<String> none = new ArrayList<>();
    if (!signatures.containsKey(Signature.DEFAULT_KEY)) {
      none.add(
          "expected a signature %s, found %s"
              .formatted(Signature.DEFAULT_KEY, signatures.keySet()));
    }
    breaches.put(Rule.DEFAULT, none);
    List<String> methods = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    List<String> axes = new ArrayList<>();
    List<String> types = new ArrayList<>();
    signatures.forEach(
        (key, signature) -> {
          if (!METHODS.contains(signature.getMethodName())) {
            methods.add(
                "%s: expected tensorflow/serving/predict, found \"%s\""
                    .formatted(key, signature.getMethodName()));
          }
          if (signature.getInputsCount() == 0) {
            inputs.add(key + ": has none");
          }
          tensors(signature)
              .forEach(
                  (name, info) -> {
                    axes.addAll(axes(key + ": " + name, info));
                    if (!IN_JSON.contains(info.getDtype())) {
                      types.add("%s: %s is %s".formatted(key, name, TensorInfos.describe(info)));
                    }
                  });
        });
    breaches.put(Rule.METHOD, methods);
    breaches.put(Rule.INPUTS, inputs);
    breaches.put(Rule.BATCH, axes);
    breaches.put(Rule.TYPES, types);
    return breaches;
  }

  private static Map<String, TensorInfo> tensors(SignatureDef signature) {
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    new TreeMap<>(signature.getInputsMap()).forEach((n, info) -> tensors.put("input " + n, info));
    new TreeMap<>(signature.getOutputsMap()).forEach((n, info) -> tensors.put("output " + n, info));
    return tensors;
  }

  private static List<String> axes(String name, TensorInfo info) {
    if (info.getTensorShape().getUnknownRank()) {
      return List.of(); // the call tells of an output; an input keeps it from being tried at all
    }
    List<Long> sizes = TensorInfos.sizes(info);
    if (sizes.isEmpty()) {
      return List.of(name + " is a scalar, expected the batch as its axis 0");
    }
    return sizes.get(0) == -1
        ? List.of()
        : List.of(
            "%s is %s, expected any number of rows in axis 0"
                .formatted(name, TensorInfos.describe(info)));
  }
}
