package io.github.vaegraph.signature;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what a model says of its signatures to the table, before it is asked anything: every part
 * has the type and the axes of its kind, and an axis has one size all over the model, so that codes
 * are as wide where they come out as where they go in.
 */
final class SpecCheck {
  /** The axes of these are what the others' are held to; they are who tells a model's form. */
  private static final List<Signature> FIRST = List.of(Signatures.DECODE, Signatures.RECONSTRUCT);

  private final String where;
  private final Map<Axis, Size> sizes = new EnumMap<>(Axis.class);

  /** The size of an axis, and where it was told. */
  private record Size(long side, String place) {}

  private SpecCheck(String where) {
    this.where = where;
  }

  /**
   * Looks at all signatures of our names that take what ours take.
   *
   * @param where the model, as messages name it
   * @throws IllegalArgumentException naming the first part that is not as it must be
   */
  static void check(String where, Map<String, SignatureSpec> model) {
    SpecCheck check = new SpecCheck(where);
    Stream.concat(FIRST.stream(), Signatures.ALL.stream())
        .distinct()
        .forEach(
            signature -> {
              SignatureSpec spec = model.get(signature.name());
              if (spec != null && isOurs(signature, spec)) {
                check.check(signature, spec);
              }
            });
  }

  /**
   * Another program's signature may have the same name; what ours is asked with does not fit it.
   */
  private static boolean isOurs(Signature signature, SignatureSpec spec) {
    return signature.takes().stream()
        .allMatch(part -> isOptional(part) || spec.inputs().containsKey(part.name()));
  }

  private static boolean isOptional(Part part) {
    return !part.needs().isEmpty();
  }

  private void check(Signature signature, SignatureSpec spec) {
    for (Part part : signature.takes()) {
      if (spec.inputs().containsKey(part.name())) {
        check(signature, part, spec.input(part.name()));
      }
    }
    for (Part part : signature.returns()) {
      TensorSpec found = spec.outputs().get(part.name());
      if (found == null) {
        throw problem(
            "%s: expected %s, the model has %s"
                .formatted(signature, part.name(), Names.list(spec.outputs().keySet())));
      }
      check(signature, part, found);
    }
  }

  private void check(Signature signature, Part part, TensorSpec found) {
    List<Axis> axes = part.kind().axes();
    List<String> expected = new ArrayList<>(List.of("N"));
    List<String> places = new ArrayList<>();
    boolean fits =
        found.type().equals(part.kind().type().tensorFlow())
            && found.shape().size() == 1 + axes.size()
            && found.shape().get(0) < 0
            && found.width().orElse(Integer.MAX_VALUE) <= TensorSpec.MOST_VALUES;
    for (int i = 0; i < axes.size(); i++) {
      Size known = sizes.get(axes.get(i));
      expected.add(known == null ? axes.get(i).letter() : String.valueOf(known.side()));
      if (known != null) {
        places.add(known.place());
      }
      fits = fits && axes.get(i).allows(found.shape().get(1 + i));
      fits = fits && (known == null || known.side() == found.shape().get(1 + i));
    }
    if (!fits) {
      throw problem(
          "%s: expected %s as %s [%s]%s, found %s"
              .formatted(
                  signature,
                  part.name(),
                  part.kind().type(),
                  String.join(", ", expected),
                  places.stream().distinct().map(p -> ", as " + p).collect(Collectors.joining()),
                  found));
    }
    for (int i = 0; i < axes.size(); i++) {
      String place = "%s of %s".formatted(part.name(), signature);
      sizes.putIfAbsent(axes.get(i), new Size(found.shape().get(1 + i), place));
    }
  }

  private IllegalArgumentException problem(String text) {
    return new IllegalArgumentException(
        "%s: %s; was it exported by another program?".formatted(where, text));
  }
}
