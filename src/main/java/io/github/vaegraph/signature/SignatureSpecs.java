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
              .formatted(where, signature, String.join(", ", byName.keySet()), reason));
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
    checkAxes(Signatures.RECONSTRUCT, Signatures.IMAGE, image, 4);
    int[] sizes = image.shape().stream().mapToInt(Long::intValue).toArray();
    return new ImageShape(sizes[1], sizes[2], sizes[3]);
  }

  /**
   * L, the number of latent dimensions.
   *
   * @throws IllegalArgumentException when the model has no {@link Signatures#DECODE} of ours
   */
  public int latentDim() {
    TensorSpec codes = of(Signatures.DECODE).input(Signatures.Z.name());
    checkAxes(Signatures.DECODE, Signatures.Z, codes, 2);
    return codes.width().orElseThrow();
  }

  private void checkAxes(Signature signature, Part part, TensorSpec found, int axes) {
    if (found.shape().size() != axes || found.width().isEmpty()) {
      throw new IllegalArgumentException(
          "%s: %s: expected %s as %s, found %s; was it exported by another program?"
              .formatted(where, signature, part.name(), part.kind(), found));
    }
  }
}
