package io.github.vaegraph.signature;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a signature takes and returns, as the model itself says: a server's answer, or its graph.
 */
public record SignatureSpec(
    String name, Map<String, TensorSpec> inputs, Map<String, TensorSpec> outputs) {

  /**
   * Holds a request against it, before it is sent.
   *
   * @throws IllegalArgumentException naming the first input that does not fit
   */
  public void check(List<Input> request) {
    TreeSet<String> sent =
        request.stream().map(Input::name).collect(Collectors.toCollection(TreeSet::new));
    if (!sent.equals(inputs.keySet())) {
      checkLabels(sent);
      throw new IllegalArgumentException(
          "%s: the model takes %s, this program gives %s; was it exported by another program?"
              .formatted(name, Names.list(inputs.keySet()), String.join(", ", sent)));
    }
    Input first = request.get(0);
    for (Input rows : request) {
      check(rows);
      if (rows.count() != first.count()) {
        throw new IllegalArgumentException(
            "%s: expected %d rows, as many as of %s, found %d"
                .formatted(rows.name(), first.count(), first.name(), rows.count()));
      }
    }
  }

  /** A class too few or too many is no other program's doing. */
  private void checkLabels(Set<String> sent) {
    String label = Signatures.LABEL.name();
    if (inputs.containsKey(label) && !sent.contains(label)) {
      throw new IllegalArgumentException(
          "%s: the model is conditional: expected the class of each row, told by given, found none"
              .formatted(name));
    }
    if (sent.contains(label) && !inputs.containsKey(label)) {
      throw new IllegalArgumentException("%s: %s".formatted(name, Trait.LABEL.otherwise()));
    }
  }

  private void check(Input rows) {
    TensorSpec spec = input(rows.name());
    if (rows.count() == 0) {
      throw new IllegalArgumentException(
          "%s: expected at least one row, found none".formatted(rows.name()));
    }
    if (!spec.type().equals(rows.type().tensorFlow())) {
      throw new IllegalArgumentException(
          "%s: the model takes %s, found %s".formatted(rows.name(), spec, rows.type()));
    }
    if (spec.width().orElse(0) != rows.width()) {
      throw new IllegalArgumentException(
          "%s: the model takes %s, found %d values a row"
              .formatted(rows.name(), spec, rows.width()));
    }
    rows.checkValues();
  }

  /** An input that {@link #check} has found. */
  public TensorSpec input(String key) {
    return find(inputs, key);
  }

  /**
   * An output.
   *
   * @throws IllegalArgumentException when it returns no such rows of floats
   */
  public TensorSpec output(String key) {
    TensorSpec spec = find(outputs, key);
    if (!spec.type().equals(ElementType.FLOAT32.tensorFlow()) || spec.width().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: expected rows of float32 as %s, the model returns %s".formatted(name, key, spec));
    }
    return spec;
  }

  private TensorSpec find(Map<String, TensorSpec> specs, String key) {
    TensorSpec spec = specs.get(key);
    if (spec == null) {
      throw new IllegalArgumentException(
          "%s: expected %s, the model has %s; was it exported by another program?"
              .formatted(name, key, Names.list(specs.keySet())));
    }
    return spec;
  }

  /** Values a row of the widest tensor. */
  public int widest() {
    return Stream.concat(inputs.values().stream(), outputs.values().stream())
        .mapToInt(spec -> spec.width().orElse(1))
        .max()
        .orElse(1);
  }
}
