package io.github.vaegraph.cli;

import static java.util.stream.Collectors.joining;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objectives;
import io.github.vaegraph.train.Defaults;
import io.github.vaegraph.train.ModelTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** The options that say what is trained. */
final class ModelArguments {
  /** The options whose texts are the model's parts'. */
  private static final List<String> MODEL =
      List.of(
          "network",
          "activation",
          "prior",
          "posterior",
          "likelihood",
          "sigma",
          "objective",
          "estimator");

  private static final String CONDITIONAL = "conditional";

  private ModelArguments() {}

  /** Adds the model's options. */
  static void add(Options options) {
    Arguments.add(
        options, "network", "NET", Architectures.CHOICE.help() + usually(Defaults.NETWORK));
    Arguments.add(
        options, "hidden", "WIDTHS", "short for --network mlp:WIDTHS, as 200,200, or none");
    Arguments.add(
        options, "activation", "NAME", Activation.CHOICE.names() + usually(activations()));
    Arguments.add(
        options,
        "latent-dim",
        "N",
        "dimensions of a code, or of each stochastic layer from the image up, as 100,50"
            + usually(Defaults.LATENT_DIM + ", with ladder above a map of one channel, as 49,20"));
    Arguments.add(options, "prior", "P", "p(z): " + Priors.CHOICE.help() + usually(Defaults.PRIOR));
    Arguments.add(
        options,
        "posterior",
        "Q",
        "q(z|x): " + Posteriors.CHOICE.help() + usually(Defaults.POSTERIOR));
    Arguments.add(
        options,
        "likelihood",
        "NAME",
        "p(x|z): "
            + Likelihoods.CHOICE.help()
            + usually(
                Defaults.LIKELIHOOD.text() + ", for colour " + Defaults.COLOUR_LIKELIHOOD.text()));
    Arguments.add(
        options, "sigma", "S", "short for what follows the likelihood's name (default: 1.0)");
    Arguments.add(
        options,
        "objective",
        "NAME",
        "what is maximized: "
            + Objectives.CHOICE.help()
            + ", ae (a plain autoencoder, short for --posterior point)"
            + usually(Defaults.OBJECTIVE));
    Arguments.add(
        options,
        "estimator",
        "E",
        "short for what follows the objective's name, how its gradient by q(z|x) is estimated: "
            + Objectives.ESTIMATORS
            + " (default: plain)");
    addConditional(options);
  }

  /** Adds what makes a model conditional. */
  private static void addConditional(Options options) {
    Arguments.flag(
        options,
        CONDITIONAL,
        "tell encoder and decoder the class of each image, as the data's labels say: q(z|x, c) and"
            + " p(x|z, c)");
  }

  private static String activations() {
    return Architectures.CHOICE.options().stream()
        .map(network -> network.usual().usualActivation().text() + " for " + network.name())
        .collect(Collectors.joining(", "));
  }

  private static String usually(Named value) {
    return usually(value.text());
  }

  private static String usually(Object value) {
    return " (default: %s)".formatted(value);
  }

  /**
   * Reads the model's options.
   *
   * @param data whose classes a conditional model is told
   */
  static ModelConfig read(Arguments arguments, Dataset data) {
    return read(
        arguments,
        data.shape(),
        arguments.has(CONDITIONAL) ? Optional.of(Classes.of(data)) : Optional.empty());
  }

  /**
   * Reads the model's options.
   *
   * @param classes those that a conditional model is told
   */
  static ModelConfig read(Arguments arguments, ImageShape image, Optional<Classes> classes) {
    Map<String, String> texts = new HashMap<>();
    for (String option : MODEL) {
      arguments.text(option).ifPresent(text -> texts.put(option, text));
    }
    hidden(arguments).ifPresent(widths -> texts.put("hidden", widths));
    arguments.text("latent-dim").ifPresent(dims -> texts.put("latentDim", dims));
    return ModelTexts.read(image, classes, texts);
  }

  private static Optional<String> hidden(Arguments arguments) {
    return arguments
        .integers("hidden")
        .map(
            widths ->
                widths.isEmpty()
                    ? "none"
                    : widths.stream().map(String::valueOf).collect(joining(",")));
  }
}
