package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.train.ModelTexts;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryNeedTest {
  private static final ModelConfig CONFIG = TestModels.bernoulli();

  @ParameterizedTest
  @CsvSource({"2147483647, 1000", "1000, 2147483647", "2147483647, 2147483647"})
  void moreRowsThanFitAreRefusedBeforeTheGraphIsBuilt(int batchSize, int samples) {
    GraphOptions options = TestModels.training(1, 1, 0, batchSize, samples);
    assertThatThrownBy(() -> VaeSession.initialized(CONFIG, options))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%d images at once with %d samples", batchSize, samples)
        .hasMessageContaining("GiB, this machine has");
  }

  @Test
  void theUsualNetworksFit() {
    ModelConfig mnist =
        ModelTexts.read(new ImageShape(28, 28, 1), Map.of("network", "mlp:400", "latentDim", "20"));
    assertThatCode(() -> MemoryNeed.check(mnist, TestModels.training(2, 1, 0, 1000, 50)))
        .doesNotThrowAnyException();
  }

  @Test
  void aBatchIsHeldToTheSameLimitWhenItIsEvaluated() {
    try (VaeSession session = VaeSession.initialized(CONFIG, TestModels.training(1, 1, 0, 1))) {
      assertThatThrownBy(() -> session.bounds(TestModels.batch(5, 1, 0), Integer.MAX_VALUE, 0, 0))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("working on 10737418235 rows at once would take");
    }
  }
}
