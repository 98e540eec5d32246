package io.github.vaegraph.train;

import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.evaluate.PixelScale;
import io.github.vaegraph.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recognizes a training that goes on without an error and yet leads nowhere; says what to try. */
public final class Advice {
  /** A layer is warned of when more of its units than this are silent. */
  private static final double SILENT = 0.5;

  /** Pixels up to this, of 255, are a tenth of the range they should fill. */
  private static final int DARK = 25;

  /** Of 256 levels: images of so few were made of less than bytes. */
  private static final int FEW_LEVELS = 64;

  /** A scale is warned of when it is at its bound for more of the values than this. */
  private static final double MANY_AT_BOUND = 0.1;

  /** Nats an image, over all dimensions of the code. */
  private static final double COLLAPSED = 0.1;

  /** A beta so small is meant for a loss that was averaged over pixels. */
  private static final double WEIGHTLESS = 0.01;

  /** Fewer test images tell nothing. */
  private static final int FEW = 5;

  /** At first codes tell little in every training. */
  private static final int SETTLED = 3;

  private final ModelConfig config;
  private boolean collapseTold;
  private boolean sigmaTold;

  Advice(ModelConfig config) {
    this.config = config;
  }

  /**
   * What in the data, and in how they are used, does not fit the model: one line each.
   *
   * @param binarization how grey pixels become binary ones
   */
  public static List<String> ofData(
      DatasetSummary data, ModelConfig model, Binarization binarization) {
    List<String> warnings = new ArrayList<>();
    boolean binarizes = binarization.maxValue() == 1;
    if (model.binaryPixels() && !binarizes && !data.binary()) {
      warnings.add(
          "grey pixels under a Bernoulli likelihood: the figures are cross entropies, no"
              + " log-likelihoods; binarization(dynamic) makes them such");
    }
    if (!model.binaryPixels() && binarizes) {
      warnings.add(
          "binary pixels under a %s likelihood: its %s say little about them"
              .formatted(model.likelihood().text(), model.levels() ? "256 levels" : "densities"));
    } else if (model.levels() && data.levels() <= FEW_LEVELS) {
      warnings.add(
          ("the pixels have %d of the 256 levels that a %s likelihood describes: its figures are low"
                  + " because most never occur, and not comparable with those of other data")
              .formatted(data.levels(), model.likelihood().text()));
    }
    int values = model.image().size();
    if (data.constant() == values) {
      warnings.add("all training images are the same: there is nothing to learn");
    } else if (data.brightest() <= DARK) {
      warnings.add(
          ("the pixels do not fill [0, 1]: the brightest is %d of 255; maxValue(...) says which value"
                  + " is white, as 4095 for 12 bits in 16 or 1 for bytes of 0 and 1; or were they"
                  + " divided twice?")
              .formatted(data.brightest()));
    } else if (data.constant() > 0 && learnsScale(model)) {
      warnings.add(
          ("%d of %d pixel values never change: a learned sigma falls to its bound there, and the"
                  + " density says little about the model; sigma(0.1) is fixed")
              .formatted(data.constant(), values));
    }
    return warnings;
  }

  /**
   * What in the settings cannot do what it is there for: one line each.
   *
   * @param train number of training images
   * @param test number of test images
   */
  public static List<String> ofSettings(
      ModelConfig model, TrainingConfig training, int train, int test) {
    List<String> warnings = new ArrayList<>();
    int stepsPerEpoch = (train + training.batchSize() - 1) / training.batchSize();
    long last = (long) training.epochs() * stepsPerEpoch - 1;
    double reached = training.beta().at(last, stepsPerEpoch);
    if (model.hasRate() && reached < 0.99 * training.beta().peak()) {
      warnings.add(
          "beta %s comes to %.2g only in %d epochs; let it grow faster, or train longer"
              .formatted(training.beta().text(), reached, training.epochs()));
    }
    if (model.hasRate() && !model.binaryPixels() && training.beta().peak() <= WEIGHTLESS) {
      // The ELBO of sigma at beta is beta times that of sqrt(beta) sigma at 1, but for constants.
      warnings.add(
          ("beta %s under %s does what a sigma of %.2g times that does at beta 1, and the figures"
                  + " tell the ELBO at beta 1; sigma(learned) finds it by itself")
              .formatted(
                  training.beta().text(),
                  model.likelihood().text(),
                  Math.sqrt(training.beta().peak())));
    }
    int below = model.hasRate() ? longestBelowPeak(training, stepsPerEpoch) : 0;
    if (training.patience().filter(patience -> patience <= below).isPresent()) {
      warnings.add(
          ("beta %s falls below its peak for up to %d epochs, in which the validation bound can be"
                  + " worse: patience %d may end training there; try patience(%d)")
              .formatted(
                  training.beta().text(), below, training.patience().orElseThrow(), below + 1));
    }
    if (test > 0 && test < FEW) {
      warnings.add(
          "%d test image%s: figures on so few say little; test(N) keeps more"
              .formatted(test, test == 1 ? "" : "s"));
    }
    return warnings;
  }

  /** Epochs on end after which beta is less than it has been. */
  private static int longestBelowPeak(TrainingConfig training, int stepsPerEpoch) {
    int longest = 0;
    int run = 0;
    double highest = 0;
    for (int epoch = 1; epoch <= training.epochs(); epoch++) {
      double beta = training.beta().at((long) epoch * stepsPerEpoch - 1, stepsPerEpoch);
      run = beta < highest ? run + 1 : 0;
      longest = Math.max(longest, run);
      highest = Math.max(highest, beta);
    }
    return longest;
  }

  /**
   * Dead units before the first step.
   *
   * @param biasGradients by the biases' name, one value a unit: 0 for a unit that answers to none
   *     of the first images
   */
  List<String> ofStart(Map<String, float[]> biasGradients) {
    List<String> warnings = new ArrayList<>();
    biasGradients.forEach(
        (name, gradient) -> {
          int silent = 0;
          for (float value : gradient) {
            silent += value == 0 ? 1 : 0;
          }
          if (hidden(name) && silent > SILENT * gradient.length) {
            warnings.add(
                ("%d of %d units of %s are dead at the start: they answer to no image of the first"
                        + " batch; are the images all black, or the layers very narrow? try"
                        + " activation(leaky-relu)")
                    .formatted(silent, gradient.length, name.replaceFirst("\\.bias$", "")));
          }
        });
    return warnings;
  }

  private static boolean hidden(String name) {
    return !name.startsWith("encoder.posterior") && !name.startsWith("decoder.outputs");
  }

  /**
   * Posterior collapse and a scale at its bound, each said once.
   *
   * @param scale what the likelihood has learned, where it learns a scale
   */
  List<String> ofEpoch(EpochMetrics metrics, Optional<PixelScale> scale) {
    List<String> warnings = new ArrayList<>();
    EpochMetrics.Figures figures = metrics.validation().orElse(metrics.train());
    boolean settled = metrics.epoch() >= SETTLED;
    if (!collapseTold
        && settled
        && figures.rate().isPresent()
        && figures.rate().get() < COLLAPSED) {
      collapseTold = true;
      warnings.add(
          ("posterior collapse: the codes tell %.3f nats of an image, all %d dimensions together;"
                  + " try klWarmup(10), beta(0.5), a smaller decoder, hidden(...), or a higher"
                  + " learningRate(...)")
              .formatted(figures.rate().get(), config.latentDim()));
    }
    if (!sigmaTold
        && learnsScale(config)
        && scale.filter(found -> found.shareAtBound() > MANY_AT_BOUND).isPresent()) {
      sigmaTold = true;
      warnings.add(
          String.format(
              Locale.ROOT,
              "sigma has collapsed to its bound, %.4f, for %.0f%% of the pixel values: the density"
                  + " grows around pixels that are (nearly) constant or learned by heart, and says"
                  + " little about the model; try sigma(0.1), or more images",
              scale.get().bound(),
              100 * scale.get().shareAtBound()));
    }
    return warnings;
  }

  /** Whether it is a density's, which grows without end as the scale falls. */
  private static boolean learnsScale(ModelConfig config) {
    return config.likelihood().lowestScale().isPresent() && !config.levels();
  }
}
