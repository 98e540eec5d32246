package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.objective.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelConfigTest {
  private static final ImageShape SHAPE = new ImageShape(2, 2, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 20) + 1})
  void widthsOutOfRangeAreRefused(int width) {
    refused(
        () -> config(List.of(3, width), "tanh", 2, "bernoulli", Optional.empty(), "elbo"),
        "hidden widths must lie between 1 and 1048576, was " + width);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, (1 << 20) + 1})
  void latentDimOutOfRangeIsRefused(int latentDim) {
    refused(
        () -> config(List.of(3), "tanh", latentDim, "bernoulli", Optional.empty(), "elbo"),
        "latentDim must lie between 1 and 1048576, was " + latentDim);
  }

  @Test
  void moreLayersThanAGraphTakesAreRefused() {
    refused(
        () -> config(Collections.nCopies(101, 1), "tanh", 2, "bernoulli", Optional.empty(), "elbo"),
        "hidden must name at most 100 widths, was 101");
  }

  @Test
  void anUnknownActivationIsRefused() {
    refused(
        () -> config(List.of(3), "tan", 2, "bernoulli", Optional.empty(), "elbo"),
        "activation must be one of %s, was tan".formatted(Activation.labels()));
  }

  @Test
  void anUnknownLikelihoodIsRefused() {
    assertThatThrownBy(() -> config(List.of(3), "tanh", 2, "binomial", Optional.empty(), "elbo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("likelihood must be one of bernoulli, ")
        .hasMessageEndingWith(", was binomial");
  }

  @Test
  void anUnknownObjectiveIsRefused() {
    refused(
        () -> config(List.of(3), "tanh", 2, "bernoulli", Optional.empty(), "ebo"),
        "objective must be one of %s, was ebo".formatted(Objective.labels()));
  }

  @Test
  void aSigmaWhereThereIsNoneIsRefused() {
    refused(
        () -> config(List.of(3), "tanh", 2, "bernoulli", Optional.of("1"), "elbo"),
        "likelihood bernoulli takes no sigma, was given 1");
  }

  @Test
  void aModelTooLargeIsRefusedWithItsSizeAndAWayOut() {
    // (4 + 1) w + (w + 1) 2 L + (L + 1) w + (w + 1) 4 parameters for w = 2^20, L = 64
    long w = 1 << 20;
    long parameters = 5 * w + (w + 1) * 128 + 65 * w + (w + 1) * 4;
    assertThat(config(List.of(1 << 20), "tanh", 64, "bernoulli", Optional.empty(), "elbo"))
        .isNotNull();
    assertThat(parameters).isLessThan(1 << 28);
    long tooMany = 5 * w + (w + 1) * 256 + 129 * w + (w + 1) * 4;
    refused(
        () -> config(List.of(1 << 20), "tanh", 128, "bernoulli", Optional.empty(), "elbo"),
        "the model would have %d parameters, at most 268435456 are allowed; try narrower layers,"
                .formatted(tooMany)
            + " a smaller latentDim or smaller images");
  }

  @ParameterizedTest
  @ValueSource(strings = {"elbo", "ae"})
  void parametersAreThoseOfTheGraph(String objective) {
    ModelConfig config = config(List.of(3), "tanh", 2, "bernoulli", Optional.empty(), objective);
    try (VaeSession session = VaeSession.initialized(config, TestModels.training(1, 1, 0, 1))) {
      long values = session.parameters().values().stream().mapToLong(v -> v.length).sum();
      assertThat(config.parameters()).isEqualTo(values);
    }
  }

  @Test
  void theWidestLayersAreRefusedBeforeTheirNumberOverflows() {
    List<Integer> widths = Collections.nCopies(100, 1 << 20);
    assertThatThrownBy(() -> config(widths, "tanh", 2, "bernoulli", Optional.empty(), "elbo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameters, at most");
  }

  @Test
  void whatSigmaIsLeftOutIsTheLikelihoodsDefault() {
    assertThat(config(List.of(), "tanh", 2, "gaussian", Optional.empty(), "elbo").sigma())
        .contains("1.0");
    assertThat(config(List.of(), "tanh", 2, "bernoulli", Optional.empty(), "elbo").sigma())
        .isEmpty();
  }

  @Test
  void laterChangesOfTheListDoNotReachTheConfiguration() {
    List<Integer> hidden = new ArrayList<>(List.of(3));
    ModelConfig config = config(hidden, "tanh", 2, "bernoulli", Optional.empty(), "elbo");
    hidden.set(0, -1);
    assertThat(config.hidden()).containsExactly(3);
  }

  @Test
  void onlyAPlainAutoencoderIsNotVariational() {
    for (Objective objective : Objective.values()) {
      assertThat(
              config(List.of(), "tanh", 2, "bernoulli", Optional.empty(), objective.label())
                  .variational())
          .isEqualTo(objective != Objective.AE);
    }
  }

  private static ModelConfig config(
      List<Integer> hidden,
      String activation,
      int latentDim,
      String likelihood,
      Optional<String> sigma,
      String objective) {
    return new ModelConfig(SHAPE, hidden, activation, latentDim, likelihood, sigma, objective);
  }

  private static void refused(ThrowingCallable creation, String message) {
    assertThatThrownBy(creation).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
