package io.github.vaegraph.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.source.Datasets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class TraversalsTest {
  private static final Path MODEL = Path.of("savedmodel/digits/1");

  private static InferenceModel model;
  private static Optional<ModelConfig> config = Optional.empty();

  @BeforeAll
  static void load() throws IOException {
    model = InferenceModel.load(MODEL);
    config = OpenedModel.config(MODEL).map(RunConfig::model);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void aStandardPriorHasMeanZeroAndDeviationOneAndDrawsTellAsMuch() throws IOException {
    LatentAxes known = LatentAxes.of(model, config);
    LatentAxes drawn = LatentAxes.of(model, Optional.empty());
    assertThat(known.mean()).hasSize(20).containsOnly(0);
    assertThat(known.deviation()).hasSize(20).containsOnly(1);
    // 10,000 draws: four standard errors of a mean are 0.04, of a deviation 0.03.
    assertThat(drawn.mean()).containsExactly(known.mean(), within(0.04));
    assertThat(drawn.deviation()).containsExactly(known.deviation(), within(0.03));
    assertThat(known.order()).startsWith(0, 1, 2, 3);
    assertThat(known.kl()).isEmpty();
  }

  @Test
  void imagesOrderDimensionsByTheirMeanKl() throws IOException {
    Split split = Datasets.open("digits").test().first(50);
    Images images = split.images();
    LatentAxes axes = LatentAxes.of(model, config, split);
    double[] kl = axes.kl().orElseThrow();
    Codes codes = model.encode(Floats.ofImages(images, 0, 50));
    for (int i = 0; i < 20; i++) {
      double sum = 0;
      for (int image = 0; image < 50; image++) {
        double m = codes.mean().values()[image * 20 + i];
        double logV = codes.logVariance().values()[image * 20 + i];
        sum += (m * m + Math.exp(logV) - 1 - logV) / 2;
      }
      assertThat(kl[i]).isCloseTo(sum / 50, within(1e-6));
      assertThat(i == 0 || kl[axes.order()[i - 1]] >= kl[axes.order()[i]]).isTrue();
    }
    assertThat(axes.order()).doesNotHaveDuplicates().hasSize(20);
    assertThat(axes.deviation()).containsOnly(1);
  }

  @Test
  void eachRowMovesItsOwnDimension() throws IOException {
    LatentAxes axes = LatentAxes.of(model, config);
    float[] start = new float[20];
    start[7] = 0.5f;
    BufferedImage found = Traversals.of(model, axes, start, new int[] {7, 3}, 2, 3, "title");
    float[] codes = new float[6 * 20];
    float[] seventh = {-2, 0, 2, 0.5f, 0.5f, 0.5f};
    float[] third = {0, 0, 0, -2, 0, 2};
    for (int i = 0; i < 6; i++) {
      codes[i * 20 + 7] = seventh[i];
      codes[i * 20 + 3] = third[i];
    }
    BufferedImage expected =
        ImageGrid.of(
            model.shape(),
            model.decode(new Floats(6, 20, codes)).values(),
            3,
            "title",
            List.of("z7", "z3"),
            List.of("-2.0 sd", "mean", "+2.0 sd"));
    assertThat(pixels(found)).isEqualTo(pixels(expected));
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  @Test
  void nonsenseIsRefusedByName() throws IOException {
    LatentAxes axes = LatentAxes.of(model, config);
    float[] start = new float[20];
    assertThatThrownBy(() -> Traversals.of(model, axes, start, new int[] {20}, 3, 11, ""))
        .hasMessage("dimensions must lie between 0 and 19, was 20");
    assertThatThrownBy(() -> Traversals.of(model, axes, start, new int[0], 3, 11, ""))
        .hasMessageContaining("was none");
    assertThatThrownBy(() -> Traversals.of(model, axes, start, new int[] {1}, 0, 11, ""))
        .hasMessageContaining("range must be above 0");
    assertThatThrownBy(() -> Traversals.of(model, axes, start, new int[] {1}, 3, 1, ""))
        .hasMessageContaining("count must lie between 2 and 100, was 1");
  }
}
