package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Likelihoods;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.train.TrainingConfig;
import java.util.List;
import java.util.stream.Collectors;
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
            + " (default: 400)");
    Arguments.add(options, "activation", "NAME", Activation.labels() + " (default: relu)");
    Arguments.add(options, "latent-dim", "N", "dimensions of a code (default: 20)");
    Arguments.add(
        options,
        "likelihood",
        "NAME",
        Likelihoods.families().stream()
                .map(family -> family.name() + ": " + family.description())
                .collect(Collectors.joining("; "))
            + " (default: bernoulli)");
    Arguments.add(
        options,
        "sigma",
        "S",
        "standard deviation of the likelihood (default: "
            + Likelihoods.families().stream()
                .filter(family -> family.sigma().isPresent())
                .map(family -> "%s for %s".formatted(family.sigma().get(), family.name()))
                .collect(Collectors.joining(", "))
            + ")");
    Arguments.add(
        options,
        "objective",
        "NAME",
        "what is maximized: elbo, iwae (the importance-weighted bound) or ae (a plain autoencoder)"
            + " (default: elbo)");
  }

  /** Adds the training's options. */
  static void addTraining(Options options) {
    Arguments.add(options, "beta", "B", "the rate's weight in the ELBO (default: 1)");
    Arguments.add(
        options,
        "kl-warmup",
        "N",
        "epochs in which the rate's weight grows from 0 to beta (default: 0, none)");
    Arguments.add(
        options, "train-samples", "K", "codes drawn for each image of a step (default: 1)");
    Arguments.add(options, "epochs", "N", "passes over the training images (default: 50)");
    Arguments.add(options, "batch-size", "N", "images a step (default: 100)");
    Arguments.add(options, "learning-rate", "R", "Adam's step size (default: 0.001)");
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
            + " of its learning rate (default: 3, 0 for never)");
  }

  /** Reads the model's options. */
  static ModelConfig model(Arguments arguments, ImageShape image) {
    return new ModelConfig(
        image,
        arguments.integers("hidden").orElse(List.of(400)),
        arguments.text("activation").orElse("relu"),
        arguments.integer("latent-dim").orElse(20),
        arguments.text("likelihood").orElse("bernoulli"),
        arguments.text("sigma"),
        arguments.text("objective").orElse("elbo"));
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
    int batchSize = arguments.integer("batch-size").orElse(100);
    int samples = arguments.integer("train-samples").orElse(1);
    Binarization binarization = Binarization.usual(model.binaryLikelihood());
    return new TrainingConfig(
        arguments.integer("epochs").orElse(50),
        batchSize,
        arguments.number("learning-rate").orElse(1e-3),
        arguments.number("clip-norm"),
        arguments.number("beta").orElse(1.0),
        arguments.integer("kl-warmup").orElse(0),
        samples,
        arguments.text("binarization").orElse(binarization.label()),
        towers(arguments, batchSize, samples),
        arguments.longInteger("seed").orElse(0L),
        arguments.integer("checkpoint-every"),
        arguments.integer("max-rollbacks").orElse(3));
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
