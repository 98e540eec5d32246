package io.github.vaegraph.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.objective.Objectives;
import io.github.vaegraph.train.ModelTexts;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "activation must be one of %s, was tan, did you mean tanh?"
            .formatted(Activation.CHOICE.names()));
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
        "objective must be one of %s, was ebo, did you mean elbo?"
            .formatted(Objectives.CHOICE.names()));
  }

  @Test
  void aSigmaWhereThereIsNoneIsRefused() {
    refused(
        () -> config(List.of(3), "tanh", 2, "bernoulli", Optional.of("1"), "elbo"),
        "likelihood bernoulli takes no sigma, was given 1");
  }

  @ParameterizedTest
  @CsvSource({
    "tcvae, stl, 'objective tcvae takes no estimator, was given stl; those that do are elbo, iwae'",
    "ae, stl, 'objective ae takes no estimator, was given stl; those that do are elbo, iwae'",
    "iwae:dreg, stl, 'objective iwae:dreg says its own estimator; leave estimator stl out'",
    "elbo, dreg, 'estimator dreg is of the weights of several codes; objective elbo has none, try"
        + " iwae'",
    "iwae, drag, 'estimator must be one of plain, stl, dreg, was drag, did you mean dreg?'"
  })
  void anEstimatorThatIsNoneOfTheObjectivesIsRefused(
      String objective, String estimator, String says) {
    Map<String, String> texts = Map.of("objective", objective, "estimator", estimator);
    refused(() -> ModelTexts.read(SHAPE, texts), says);
  }

  @Test
  void anEstimatorIsShortForWhatFollowsTheObjectivesName() {
    assertThat(ModelTexts.read(SHAPE, Map.of("objective", "iwae", "estimator", "dreg")).objective())
        .isEqualTo(Objectives.CHOICE.read("iwae:dreg"));
    assertThat(ModelTexts.read(SHAPE, Map.of("estimator", "stl")).objective().text())
        .isEqualTo("elbo:stl");
    assertThat(ModelTexts.read(SHAPE, Map.of("estimator", "plain")).objective().text())
        .isEqualTo("elbo");
  }

  @Test
  void aGradientThroughCodesAloneIsRefusedWhereThePriorIsMadeOfTheEncoder() {
    refused(
        () -> ModelTexts.read(SHAPE, Map.of("objective", "iwae:dreg", "prior", "vamp:4")),
        "objective iwae:dreg has weights of its own for the encoder's gradient through codes, and"
            + " prior vamp:4 is made of the encoder as well; try prior mixture:K, or another"
            + " estimator");
    assertThat(ModelTexts.read(SHAPE, Map.of("objective", "iwae:stl", "prior", "vamp:4")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"elbo:stl", "free-bits:1.0", "capacity:1.0", "tcvae", "iwae:dreg"})
  void pointsHaveNoDensityThatAnObjectiveNeeds(String objective) {
    refused(
        () -> ModelTexts.read(SHAPE, Map.of("objective", objective, "posterior", "point")),
        "objective %s needs codes with a density; posterior point has none".formatted(objective));
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
    assertThat(config(List.of(), "tanh", 2, "gaussian", Optional.empty(), "elbo").likelihood())
        .isEqualTo(Likelihoods.CHOICE.read("gaussian:1.0"));
  }

  @Test
  void twoWordsForOneThingAreRefused() {
    refused(
        () -> config(List.of(), "tanh", 2, "gaussian:learned", Optional.of("0.1"), "elbo"),
        "likelihood gaussian:learned says its own sigma; leave sigma 0.1 out");
    refused(
        () -> ModelTexts.read(SHAPE, Map.of("network", "mlp:3", "hidden", "4")),
        "network mlp:3 says its own widths; leave hidden out");
    refused(
        () -> ModelTexts.read(SHAPE, Map.of("objective", "ae", "posterior", "gaussian")),
        "objective ae is short for posterior point, was posterior gaussian");
  }

  @Test
  void anObjectiveOverManyCodesWantsThemToHaveADensity() {
    refused(
        () -> ModelTexts.read(SHAPE, Map.of("objective", "iwae", "posterior", "point")),
        "objective iwae needs codes with a density; posterior point has none");
  }

  @Test
  void aPlainAutoencoderIsAModelWhosePosteriorIsAPoint() {
    ModelConfig plain = config(List.of(), "tanh", 2, "bernoulli", Optional.empty(), "ae");
    assertThat(plain.hasRate()).isFalse();
    assertThat(plain).isEqualTo(ModelTexts.read(SHAPE, texts("mlp:none", "posterior", "point")));
    assertThat(config(List.of(), "tanh", 2, "bernoulli", Optional.empty(), "iwae").hasRate())
        .isTrue();
  }

  private static Map<String, String> texts(String network, String key, String value) {
    return Map.of("network", network, "activation", "tanh", "latentDim", "2", key, value);
  }

  private static ModelConfig config(
      List<Integer> hidden,
      String activation,
      int latentDim,
      String likelihood,
      Optional<String> sigma,
      String objective) {
    Map<String, String> texts =
        new HashMap<>(
            Map.of(
                "network", TestModels.mlp(hidden),
                "activation", activation,
                "latentDim", String.valueOf(latentDim),
                "likelihood", likelihood,
                "objective", objective));
    sigma.ifPresent(value -> texts.put("sigma", value));
    return ModelTexts.read(SHAPE, texts);
  }

  private static void refused(ThrowingCallable creation, String message) {
    assertThatThrownBy(creation).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
