package io.github.vaegraph.signature;

import io.github.vaegraph.data.ImageShape;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All signatures of a model, as it says itself what they take and return.
 *
 * @param where the model, as messages name it
 */
public record SignatureSpecs(String where, Map<String, SignatureSpec> byName) {
  /** Sorted, as messages list them. */
  public SignatureSpecs {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  /**
   * Holds all that the model says to the table, before it is asked anything.
   *
   * @throws IllegalArgumentException when a signature of ours is not as ours are, or two of them do
   *     not go together
   */
  public void check() {
    SpecCheck.check(where, byName);
  }

  /**
   * What the model says of a signature.
   *
   * @throws IllegalArgumentException when it has none of this name
   */
  public SignatureSpec of(Signature signature) {
    SignatureSpec spec = byName.get(signature.name());
    if (spec == null) {
      String reason =
          signature.needs().stream()
              .map(Trait::otherwise)
              .findFirst()
              .orElse("was it exported by another program?");
      throw new IllegalArgumentException(
          "%s: no signature %s, the model has %s; %s"
              .formatted(where, signature, Names.list(byName.keySet()), reason));
    }
    return spec;
  }

  /**
   * The shape of an image.
   *
   * @throws IllegalArgumentException when the model has no {@link Signatures#RECONSTRUCT} of ours
   */
  public ImageShape shape() {
    TensorSpec image = of(Signatures.RECONSTRUCT).input(Signatures.IMAGE.name());
    int[] sizes = image.shape().stream().mapToInt(Long::intValue).toArray();
    return new ImageShape(sizes[1], sizes[2], sizes[3]);
  }

  /** Whether the model is told of classes. */
  public boolean conditional() {
    return of(Signatures.DECODE).inputs().containsKey(Signatures.LABEL.name());
  }

  /**
   * L, the number of latent dimensions.
   *
   * @throws IllegalArgumentException when the model has no {@link Signatures#DECODE} of ours
   */
  public int latentDim() {
    TensorSpec codes = of(Signatures.DECODE).input(Signatures.Z.name());
    return codes.width().orElseThrow();
  }
}
