package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.latent.LatentConfig;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.network.Architecture;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.objective.Objectives;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A model as the command line and the builder describe it: its parts by their texts, each at its
 * default where it is left out. Four keys are short forms: {@code hidden} for the network {@code
 * mlp:...}, {@code sigma} for what follows the likelihood's name, {@code estimator} for what
 * follows the objective's, and the objective {@code ae} for the posterior {@code point}.
 */
public final class ModelTexts {
  /** The objective of a plain autoencoder: what is left of the ELBO where codes are points. */
  private static final String PLAIN = "ae";

  private static final Set<String> KEYS =
      Set.of(
          "network",
          "hidden",
          "activation",
          "latentDim",
          "prior",
          "posterior",
          "likelihood",
          "sigma",
          "objective",
          "estimator");

  private final Map<String, String> texts;

  private ModelTexts(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * The model of these texts.
   *
   * @throws IllegalArgumentException when one makes no sense, or two do not go together
   */
  public static ModelConfig read(ImageShape image, Map<String, String> texts) {
    return read(image, Optional.empty(), texts);
  }

  /**
   * The model of these texts, told of the classes if there are some.
   *
   * @throws IllegalArgumentException when one makes no sense, or two do not go together
   */
  public static ModelConfig read(
      ImageShape image, Optional<Classes> classes, Map<String, String> texts) {
    if (!KEYS.containsAll(texts.keySet())) {
      throw new IllegalArgumentException(
          "a model is described by %s, was %s".formatted(KEYS, texts));
    }
    ModelTexts model = new ModelTexts(texts);
    return new ModelConfig(
        image,
        model.network(),
        model
            .text("activation")
            .map(Activation.CHOICE::read)
            .orElseGet(model.network()::usualActivation),
        new LatentConfig(
            model.text("latentDim").map(Dims::read).orElseGet(() -> model.usualDims(image)),
            model.text("prior").map(Priors.CHOICE::read).orElse(Defaults.PRIOR),
            model.posterior()),
        model.likelihood(image),
        model.objective(),
        classes);
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(texts.get(key));
  }

  private Architecture network() {
    if (text("hidden").isPresent() && text("network").isPresent()) {
      throw new IllegalArgumentException(
          "network %s says its own widths; leave hidden out".formatted(texts.get("network")));
    }
    return text("network")
        .or(() -> text("hidden").map(widths -> "mlp:" + widths))
        .map(Architectures.CHOICE::read)
        .orElse(Defaults.NETWORK);
  }

  private Dims usualDims(ImageShape image) {
    return new Dims(network().of(image).usualDims(image, Defaults.LATENT_DIM));
  }

  private Posterior.Family posterior() {
    boolean plain = text("objective").filter(PLAIN::equals).isPresent();
    Posterior.Family posterior =
        text("posterior")
            .or(() -> plain ? Optional.of("point") : Optional.empty())
            .map(Posteriors.CHOICE::read)
            .orElse(Defaults.POSTERIOR);
    if (plain && posterior.hasDensity()) {
      throw new IllegalArgumentException(
          "objective %s is short for posterior point, was posterior %s"
              .formatted(PLAIN, posterior.text()));
    }
    return posterior;
  }

  private Objective objective() {
    String text = text("objective").orElse(Defaults.OBJECTIVE.text());
    if (text("estimator").isEmpty()) {
      return text.equals(PLAIN) ? Defaults.OBJECTIVE : Objectives.CHOICE.read(text);
    }
    String estimator = texts.get("estimator");
    String name = text.replaceFirst(":.*", "");
    if (!name.equals(PLAIN)) {
      Objectives.CHOICE.read(text); // what is wrong with it comes first
    }
    if (!Objectives.ESTIMATED.contains(name)) {
      throw new IllegalArgumentException(
          "objective %s takes no estimator, was given %s; those that do are %s"
              .formatted(text, estimator, String.join(", ", Objectives.ESTIMATED)));
    }
    if (!text.equals(name)) {
      throw new IllegalArgumentException(
          "objective %s says its own estimator; leave estimator %s out".formatted(text, estimator));
    }
    return Objectives.CHOICE.read(name + ":" + estimator);
  }

  private Likelihood likelihood(ImageShape image) {
    Likelihood usual = image.channels() == 1 ? Defaults.LIKELIHOOD : Defaults.COLOUR_LIKELIHOOD;
    if (text("sigma").isEmpty()) {
      return text("likelihood").map(Likelihoods.CHOICE::read).orElse(usual);
    }
    String name = text("likelihood").orElse(usual.text().replaceFirst(":.*", ""));
    Likelihoods.CHOICE.read(name); // what is wrong with the name comes first
    String sigma = text("sigma").get();
    if (name.contains(":")) {
      throw new IllegalArgumentException(
          "likelihood %s says its own sigma; leave sigma %s out".formatted(name, sigma));
    }
    if (!takesArguments(name)) {
      throw new IllegalArgumentException(
          "likelihood %s takes no sigma, was given %s".formatted(name, sigma));
    }
    return Likelihoods.CHOICE.read(name + ":" + sigma);
  }

  private static boolean takesArguments(String likelihood) {
    return Likelihoods.CHOICE.options().stream()
        .filter(option -> option.name().equals(likelihood))
        .map(Choice.Option::arguments)
        .noneMatch(String::isEmpty);
  }
}
