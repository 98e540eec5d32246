package io.github.vaegraph.cli;

import static java.util.stream.Collectors.joining;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.train.Defaults;
import io.github.vaegraph.train.TrainingConfig;
import java.util.List;
import org.apache.commons.cli.Options;

/** The options that say what is trained, and how. */
final class ModelArguments {
  private ModelArguments() {}

  /** Adds the model's options. */
  static void addModel(Options options) {
    Arguments.add(
        options,
        "hidden",
        "WIDTHS",
        "widths of the encoder's hidden layers, as 200,200, or none; the decoder mirrors them"
            + usually(Defaults.HIDDEN.stream().map(String::valueOf).collect(joining(","))));
    Arguments.add(
        options, "activation", "NAME", Activation.labels() + usually(Defaults.ACTIVATION));
    Arguments.add(
        options, "latent-dim", "N", "dimensions of a code" + usually(Defaults.LATENT_DIM));
    Arguments.add(
        options,
        "likelihood",
        "NAME",
        Likelihoods.families().stream()
                .map(family -> family.name() + ": " + family.description())
                .collect(joining("; "))
            + usually(Defaults.LIKELIHOOD));
    Arguments.add(
        options,
        "sigma",
        "S",
        "standard deviation of the likelihood"
            + usually(
                Likelihoods.families().stream()
                    .filter(family -> family.sigma().isPresent())
                    .map(family -> "%s for %s".formatted(family.sigma().get(), family.name()))
                    .collect(joining(", "))));
    Arguments.add(
        options,
        "objective",
        "NAME",
        "what is maximized: elbo, iwae (the importance-weighted bound) or ae (a plain autoencoder)"
            + usually(Defaults.OBJECTIVE));
  }

  /** Adds the training's options. */
  static void addTraining(Options options) {
    Arguments.add(options, "beta", "B", "the rate's weight in the ELBO" + usually(Defaults.BETA));
    Arguments.add(
        options,
        "kl-warmup",
        "N",
        "epochs in which the rate's weight grows from 0 to beta (default: 0, none)");
    Arguments.add(
        options,
        "train-samples",
        "K",
        "codes drawn for each image of a step" + usually(Defaults.SAMPLES));
    Arguments.add(
        options, "epochs", "N", "passes over the training images" + usually(Defaults.EPOCHS));
    Arguments.add(options, "batch-size", "N", "images a step" + usually(Defaults.BATCH_SIZE));
    Arguments.add(
        options, "learning-rate", "R", "Adam's step size" + usually(Defaults.LEARNING_RATE));
    Arguments.add(
        options, "clip-norm", "N", "largest global norm of a gradient (default: no clipping)");
    Arguments.add(
        options,
        "binarization",
        "NAME",
        Binarization.labels()
            + ": draw binary pixels anew each epoch, once, round, or keep them grey (default:"
            + " dynamic for bernoulli, none otherwise)");
    Arguments.add(
        options, "towers", "auto|N", "slices of a batch worked on at once (default: auto)");
    Arguments.add(
        options, "seed", "N", "what weights, order and noise are drawn from (default: 0)");
    Arguments.add(
        options,
        "checkpoint-every",
        "N",
        "steps between checkpoints within an epoch (default: one at the end of each epoch)");
    Arguments.add(
        options,
        "max-rollbacks",
        "N",
        "how often a training that diverges goes back to its last checkpoint and on with a tenth"
            + " of its learning rate, 0 for never"
            + usually(Defaults.MAX_ROLLBACKS));
  }

  private static String usually(Object value) {
    return " (default: %s)".formatted(value);
  }

  /** Reads the model's options. */
  static ModelConfig model(Arguments arguments, ImageShape image) {
    return new ModelConfig(
        image,
        arguments.integers("hidden").orElse(Defaults.HIDDEN),
        arguments.text("activation").orElse(Defaults.ACTIVATION),
        arguments.integer("latent-dim").orElse(Defaults.LATENT_DIM),
        arguments.text("likelihood").orElse(Defaults.LIKELIHOOD),
        arguments.text("sigma"),
        arguments.text("objective").orElse(Defaults.OBJECTIVE));
  }

  /** Reads the training's options. */
  static TrainingConfig training(Arguments arguments, ModelConfig model) {
    Objective objective = Objective.named(model.objective());
    for (String weight : List.of("beta", "kl-warmup")) {
      if (objective != Objective.ELBO && arguments.has(weight)) {
        throw new IllegalArgumentException(
            "--%s weighs the rate in the ELBO; objective %s has none"
                .formatted(weight, objective.label()));
      }
    }
    if (!objective.drawsCodes() && arguments.has("train-samples")) {
      throw new IllegalArgumentException(
          "--train-samples: a plain autoencoder (objective ae) draws no codes");
    }
    int batchSize = arguments.integer("batch-size").orElse(Defaults.BATCH_SIZE);
    int samples = arguments.integer("train-samples").orElse(Defaults.SAMPLES);
    Binarization binarization = Binarization.usual(model.binaryLikelihood());
    return new TrainingConfig(
        arguments.integer("epochs").orElse(Defaults.EPOCHS),
        batchSize,
        arguments.number("learning-rate").orElse(Defaults.LEARNING_RATE),
        arguments.number("clip-norm"),
        arguments.number("beta").orElse(Defaults.BETA),
        arguments.integer("kl-warmup").orElse(0),
        samples,
        arguments.text("binarization").orElse(binarization.label()),
        towers(arguments, batchSize, samples),
        arguments.longInteger("seed").orElse(0L),
        arguments.integer("checkpoint-every"),
        arguments.integer("max-rollbacks").orElse(Defaults.MAX_ROLLBACKS));
  }

  static int towers(Arguments arguments, int batchSize, int samples) {
    String towers = arguments.text("towers").orElse("auto");
    if (!towers.equals("auto")) {
      return arguments.integer("towers").orElseThrow();
    }
    return TrainingConfig.autoTowers(
        Runtime.getRuntime().availableProcessors(), batchSize, samples);
  }
}
