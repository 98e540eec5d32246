package io.github.vaegraph.cli;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.train.Defaults;
import io.github.vaegraph.train.Schedule;
import io.github.vaegraph.train.ScheduleTexts;
import io.github.vaegraph.train.Schedules;
import io.github.vaegraph.train.TimeText;
import io.github.vaegraph.train.TrainingConfig;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** The options that say how a model is trained. */
final class TrainingArguments {
  private static final String DEQUANTIZE = "dequantize";

  private TrainingArguments() {}

  /** Adds the training's options. */
  static void add(Options options) {
    Arguments.add(
        options,
        "beta",
        "B",
        "the rate's weight in the ELBO, a number or a schedule: "
            + Schedules.CHOICE.help()
            + usually(Defaults.BETA));
    Arguments.add(
        options,
        "beta-schedule",
        "NAME",
        "a schedule as --beta's without its VALUE: ramp:10, cycles:4 (default: constant)");
    Arguments.add(
        options, "kl-warmup", "N", "short for --beta-schedule ramp:N (default: 0, no ramp)");
    Arguments.add(
        options,
        "train-samples",
        "K",
        "codes drawn for each image of a step" + usually(Defaults.SAMPLES));
    Arguments.add(
        options, "epochs", "N", "passes over the training images" + usually(Defaults.EPOCHS));
    Arguments.add(options, "batch-size", "N", "images a step" + usually(Defaults.BATCH_SIZE));
    Arguments.add(
        options,
        "learning-rate",
        "R",
        "Adam's step size, a number or a schedule as --beta's"
            + usually(
                "%s, for images of more than %,d values %s"
                    .formatted(
                        Defaults.LEARNING_RATE, Defaults.LARGE, Defaults.LARGE_LEARNING_RATE)));
    Arguments.add(
        options,
        "learning-rate-schedule",
        "NAME",
        "a schedule as --beta's without its VALUE: cosine, exponential, staged, staged:0.1,30,45"
            + " (default: constant)");
    Arguments.add(
        options,
        "learning-rate-warmup",
        "N",
        "epochs, or a part of one, in which the learning rate grows from 0 (default: 0)");
    Arguments.add(
        options, "clip-norm", "N", "largest global norm of a gradient (default: no clipping)");
    Arguments.add(
        options,
        "binarization",
        "NAME",
        Binarization.CHOICE.names()
            + ": draw binary pixels anew each epoch, once, round, keep them grey, or as --dequantize"
            + " (default: dynamic for bernoulli, none otherwise)");
    Arguments.flag(
        options,
        DEQUANTIZE,
        "spread each grey pixel over its level by uniform noise, (byte + u) / 256, for a density");
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
    Arguments.add(
        options,
        "patience",
        "N",
        "end training after N epochs without a better bound on the validation images (default: 0,"
            + " never)");
    Arguments.add(
        options,
        "max-time",
        "TIME",
        "end training after so long, as 90s, 30m or 1h30m; interrupted ones are added up (default:"
            + " 0s, never)");
  }

  private static String usually(Object value) {
    return " (default: %s)".formatted(value);
  }

  /** Reads the training's options. */
  static TrainingConfig read(Arguments arguments, ModelConfig model) {
    for (String weight : List.of("beta", "beta-schedule", "kl-warmup")) {
      if (arguments.has(weight)) {
        model.checkWeighsRate("--" + weight);
      }
    }
    if (!model.hasRate() && arguments.has("train-samples")) {
      throw new IllegalArgumentException("--train-samples: a plain autoencoder draws no codes");
    }
    int batchSize = arguments.integer("batch-size").orElse(Defaults.BATCH_SIZE);
    int samples = arguments.integer("train-samples").orElse(Defaults.SAMPLES);
    return new TrainingConfig(
        arguments.integer("epochs").orElse(Defaults.EPOCHS),
        batchSize,
        learningRate(arguments, model),
        arguments.number("clip-norm"),
        beta(arguments),
        samples,
        binarization(arguments, model),
        towers(arguments, batchSize, samples),
        arguments.longInteger("seed").orElse(0L),
        arguments.integer("checkpoint-every"),
        arguments.integer("max-rollbacks").orElse(Defaults.MAX_ROLLBACKS),
        patience(arguments),
        maxSeconds(arguments));
  }

  private static Binarization binarization(Arguments arguments, ModelConfig model) {
    if (!arguments.has(DEQUANTIZE)) {
      return arguments
          .value("binarization", Binarization.CHOICE::read)
          .orElse(Binarization.usual(model.binaryPixels()));
    }
    if (arguments
        .value("binarization", Binarization.CHOICE::read)
        .filter(other -> other != Binarization.DEQUANTIZED)
        .isPresent()) {
      throw new IllegalArgumentException(
          "--dequantize keeps pixels grey: leave out --binarization");
    }
    return Binarization.DEQUANTIZED;
  }

  /** Epochs without a better bound after which training ends. */
  static Optional<Integer> patience(Arguments arguments) {
    return arguments.integer("patience").filter(epochs -> epochs != 0);
  }

  /** Seconds after which training ends. */
  static Optional<Double> maxSeconds(Arguments arguments) {
    return arguments.value("max-time", TimeText::seconds).filter(seconds -> seconds != 0);
  }

  private static Schedule learningRate(Arguments arguments, ModelConfig model) {
    String value = value(arguments, "learning-rate", Defaults.learningRate(model.image()));
    Optional<String> shape = arguments.text("learning-rate-schedule");
    Optional<String> warmup =
        arguments.number("learning-rate-warmup").filter(n -> n != 0).map(String::valueOf);
    return schedule(arguments, "learning-rate", new ScheduleTexts(value, shape, warmup));
  }

  private static Schedule beta(Arguments arguments) {
    int epochs = arguments.integer("kl-warmup").orElse(0);
    if (epochs < 0) {
      throw new IllegalArgumentException("klWarmup must not be negative, was " + epochs);
    }
    Optional<String> shape = arguments.text("beta-schedule");
    if (epochs > 0 && shape.isPresent()) {
      throw new IllegalArgumentException(
          "--kl-warmup: --beta-schedule %s is another schedule; leave one of them out"
              .formatted(shape.get()));
    }
    Optional<String> ramp = epochs == 0 ? Optional.empty() : Optional.of("ramp:" + epochs);
    return schedule(
        arguments,
        "beta",
        new ScheduleTexts(
            value(arguments, "beta", Defaults.BETA), shape.or(() -> ramp), Optional.empty()));
  }

  /** A number, or a whole schedule. */
  private static String value(Arguments arguments, String option, double usual) {
    return arguments
        .text(option)
        .filter(text -> text.contains(":"))
        .orElseGet(() -> String.valueOf(arguments.number(option).orElse(usual)));
  }

  /** What the texts say; what is wrong in a schedule's option is told of its own words. */
  private static Schedule schedule(Arguments arguments, String option, ScheduleTexts texts) {
    try {
      return texts.schedule();
    } catch (IllegalArgumentException e) {
      String found = String.valueOf(e.getMessage());
      boolean apart = arguments.has(option + "-schedule") && !texts.value().contains(":");
      throw new IllegalArgumentException(
          apart
              ? "--%s-schedule: %s".formatted(option, withoutValue(found, texts.value()))
              : "--%s: %s".formatted(option, found),
          e);
    }
  }

  /** {@code cosine:VALUE[,EPOCHS]} as {@code cosine[:EPOCHS]}, {@code ramp:1.0,x} as ramp:x. */
  private static String withoutValue(String message, String value) {
    return message
        .replace(":VALUE[,", "[:")
        .replaceFirst(":VALUE,(?=[A-Z])", ":")
        .replace(":VALUE", "")
        .replace(":" + value + ",", ":")
        .replace(":" + value, "");
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
