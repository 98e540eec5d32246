package io.github.vaegraph.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.latent.LatentConfig;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GenerateFromNoiseTest {
  private static final Map<String, ModelConfig> MODELS = TestExports.all();

  @TempDir Path folder = Path.of("");

  private InferenceModel model(String name) throws IOException {
    ModelConfig config = Objects.requireNonNull(MODELS.get(name));
    return InferenceModel.restore(
        config, TestExports.checkpoint(config, 0, folder.resolve("checkpoint")));
  }

  /** Of each prior, and what else codes are drawn for. */
  static Stream<String> models() {
    return MODELS.keySet().stream()
        .filter(name -> name.matches("prior .*|autoencoder|conditional|conv.*"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theNumbersThatASeedStandsForGiveWhatTheSeedGives(String name) throws IOException {
    long[] seeds = LongStream.range(-50, 50).toArray();
    try (InferenceModel any = model(name)) {
      InferenceModel model = any.wantsClass() ? any.given(2) : any;
      assertThat(model.ask(model.sourceOf(seeds)))
          .usingRecursiveComparison()
          .isEqualTo(model.generate(seeds));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void scaledNumbersLeadToTheMiddle(String name) throws IOException {
    long[] seeds = LongStream.range(0, 30).toArray();
    try (InferenceModel any = model(name)) {
      InferenceModel model = any.wantsClass() ? any.given(2) : any;
      assertThat(model.tellsNoise()).isTrue();
      float[] whole = model.generate(seeds, 1).codes().values();
      assertThat(whole).isEqualTo(model.generate(seeds).codes().values());
      float[] half = model.generate(seeds, 0.5).codes().values();
      float[] none = model.generate(seeds, 0).codes().values();
      if (name.contains("realnvp")) {
        // Without noise there is one code: f(0).
        Floats codes = new Floats(30, TestExports.LATENT_DIM, none);
        for (int row = 1; row < 30; row++) {
          assertThat(codes.slice(row, row + 1).values()).isEqualTo(codes.slice(0, 1).values());
        }
      } else {
        // z = mean + T deviation e
        for (int i = 0; i < whole.length; i++) {
          assertThat(half[i]).isCloseTo((whole[i] + none[i]) / 2, within(1e-5f));
        }
      }
      assertThat(none).isNotEqualTo(whole);
    }
  }

  /** Without noise below the top, its codes are the means of their prior under the top's. */
  @ParameterizedTest
  @ValueSource(strings = "conditional ladder")
  void lowerLayersFollowFromThoseAbove(String name) throws IOException {
    LatentConfig latent = Objects.requireNonNull(MODELS.get(name)).latent();
    Dims dims = latent.dim();
    Optional<float[]> choice =
        latent.prior().chooses() ? Optional.of(new float[] {0.2f, 0.8f}) : Optional.empty();
    int width = dims.total();
    float[] noise = new float[2 * width];
    for (int i = width - dims.top(); i < width; i++) {
      noise[i] = 1.5f;
      noise[width + i] = -0.5f;
    }
    try (InferenceModel any = model(name)) {
      InferenceModel model = any.wantsClass() ? any.given(1) : any;
      Floats codes = model.ask(Call.generateFromNoise(new Floats(2, width, noise), choice)).codes();
      float[] moved = codes.values().clone();
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < width - dims.top(); i++) {
          moved[row * width + i] += 1;
        }
      }
      Floats other = new Floats(2, width, moved);
      assertThat(model.following(other, dims.layers().size() - 1).values())
          .containsExactly(codes.values(), within(1e-6f));
      assertThat(model.following(other, 1).values()).isNotEqualTo(moved);
    }
    try (InferenceModel model = model("prior normal")) {
      Floats codes = new Floats(1, TestExports.LATENT_DIM, new float[TestExports.LATENT_DIM]);
      assertThat(model.following(codes, 1)).isSameAs(codes);
    }
  }

  /** Under N(0, I), the noise is the code. */
  @Test
  void ofANormalPriorItDecodesTheNoise() throws IOException {
    Floats noise =
        new Floats(2, TestExports.LATENT_DIM, new float[] {0, 1, -2, 3, 4, 5, 6, 7, 8, 9});
    try (InferenceModel model = model("prior normal")) {
      Generated generated = model.ask(Call.generateFromNoise(noise, Optional.empty()));
      assertThat(generated.codes().values()).isEqualTo(noise.values());
      assertThat(generated.images().values()).isEqualTo(model.decode(noise).values());
      assertThatThrownBy(() -> model.ask(Call.generateFromNoise(noise, Optional.of(new float[2]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the model takes noise, this program gives choice, noise");
    }
  }

  @Test
  void ofAMixtureItTakesAChoiceFromZeroToOne() throws IOException {
    Floats noise = new Floats(1, TestExports.LATENT_DIM, new float[TestExports.LATENT_DIM]);
    try (InferenceModel model = model("prior mixture:3")) {
      assertThatThrownBy(() -> model.ask(Call.generateFromNoise(noise, Optional.empty())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the model takes choice, noise, this program gives noise");
      assertThatThrownBy(
              () -> model.ask(Call.generateFromNoise(noise, Optional.of(new float[] {1.5f}))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("choice: expected values in [0, 1], found 1.5 in row 0");
    }
  }
}
