package io.github.vaegraph.signature;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures of models that are not ours, and requests that do not fit together. */
final class SignatureSpecTest {
  private static final TensorSpec SEED = new TensorSpec("DT_INT64", List.of(-1L));
  private static final TensorSpec CODES = new TensorSpec("DT_FLOAT", List.of(-1L, 2L));

  private static SignatureSpec taking(Map<String, TensorSpec> inputs) {
    return new SignatureSpec("draw", inputs, Map.of("image", CODES));
  }

  private static Input codes(int rows) {
    return Input.of(Signatures.Z, new Floats(rows, 2, new float[2 * rows]));
  }

  @Test
  void inputsMustHaveTheSameNumberOfRows() {
    SignatureSpec both = taking(Map.of("z", CODES, "seed", SEED));
    assertThatThrownBy(() -> both.check(List.of(codes(3), Input.of(Signatures.SEED, new long[2]))))
        .hasMessage("seed: expected 3 rows, as many as of z, found 2");
    assertThatCode(() -> both.check(List.of(codes(3), Input.of(Signatures.SEED, new long[3]))))
        .doesNotThrowAnyException();
  }

  @Test
  void otherTypesAreNamed() {
    SignatureSpec bytes = taking(Map.of("seed", new TensorSpec("DT_UINT8", List.of(-1L))));
    assertThatThrownBy(() -> bytes.check(List.of(Input.of(Signatures.SEED, new long[1]))))
        .hasMessage("seed: the model takes uint8 [N], found int64");
    SignatureSpec doubles = taking(Map.of("z", new TensorSpec("DT_DOUBLE", CODES.shape())));
    assertThatThrownBy(() -> doubles.check(List.of(codes(1))))
        .hasMessage("z: the model takes float64 [N, 2], found float32");
  }

  @Test
  void otherInputsAreNamed() {
    assertThatThrownBy(() -> taking(Map.of("noise", CODES)).check(List.of(codes(1))))
        .hasMessageStartingWith("draw: the model takes noise, this program gives z");
  }

  @Test
  void openSidesAreNoWidth() {
    SignatureSpec open = taking(Map.of("z", new TensorSpec("DT_FLOAT", List.of(-1L, -1L))));
    assertThatThrownBy(() -> open.check(List.of(codes(1)))).hasMessageContaining("[N, N]");
    SignatureSpec scalar = taking(Map.of("z", new TensorSpec("DT_FLOAT", List.of())));
    assertThatThrownBy(() -> scalar.check(List.of(codes(1)))).hasMessageContaining("[]");
  }

  @Test
  void outputsMustBeRowsOfFloats() {
    SignatureSpec ours = taking(Map.of("z", CODES));
    assertThatThrownBy(() -> ours.output("mean"))
        .hasMessageContaining("draw: expected mean, the model has image");
    SignatureSpec scalar =
        new SignatureSpec(
            "draw", Map.of("z", CODES), Map.of("mean", new TensorSpec("DT_FLOAT", List.of())));
    assertThatThrownBy(() -> scalar.output("mean")).hasMessageContaining("rows of float32");
  }
}
