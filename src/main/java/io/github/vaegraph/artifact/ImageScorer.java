package io.github.vaegraph.artifact;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Scores images. What is drawn for an image is a function of the seed and of its own pixels; and a
 * model in this process always computes as many rows at once, so that an image's score is the same,
 * bit for bit, wherever it stands and whatever is scored beside it.
 */
public final class ImageScorer {
  /**
   * Rows at once: whole vectors of any processor, so that every row is rounded alike; and enough to
   * be nearly as fast as many.
   */
  private static final int GROUP = 16;

  private interface Rates {
    Optional<Floats> of(Floats images, long[] seeds) throws IOException;
  }

  private final Model model;
  private final Rates rates;
  private final long seed;
  private final boolean tellsRate;
  private final boolean grouped;

  private ImageScorer(Model model, Rates rates, long seed, boolean tellsRate, boolean grouped) {
    this.model = model;
    this.rates = rates;
    this.seed = seed;
    this.tellsRate = tellsRate;
    this.grouped = grouped;
  }

  /**
   * A scorer by a model in this process, which stays open as long as it is asked.
   *
   * @param config what the model was made from, where that is known
   * @param seed what the codes are drawn from, beside the pixels
   * @throws IllegalArgumentException when the model is a plain autoencoder, which bounds nothing
   */
  public static ImageScorer of(InferenceModel model, Optional<ModelConfig> config, long seed) {
    check(model);
    boolean closedForm = config.filter(StandardRate::of).isPresent();
    Rates rates =
        (images, seeds) -> {
          Optional<Floats> told = model.scoreRate(images, seeds);
          return told.isEmpty() && closedForm
              ? Optional.of(closedForm(model.encode(images)))
              : told;
        };
    return new ImageScorer(model, rates, seed, closedForm || model.tellsRate(), true);
  }

  /**
   * A scorer by a model on a server, whose signature tells no rate.
   *
   * @param seed what the codes are drawn from, beside the pixels
   * @throws IllegalArgumentException when the model is a plain autoencoder, which bounds nothing
   */
  public static ImageScorer served(Model model, long seed) {
    check(model);
    return new ImageScorer(model, (images, seeds) -> Optional.empty(), seed, false, false);
  }

  private static void check(Model model) {
    if (!model.signatures().contains(Signatures.SCORE.name())) {
      throw new IllegalArgumentException(
          "this model has no signature score: a plain autoencoder bounds no log p(x); train one"
              + " without --objective ae, or compare reconstructions");
    }
  }

  /** Whether scores come with rate and distortion. */
  public boolean tellsRate() {
    return tellsRate;
  }

  /**
   * The scores of images, one a row.
   *
   * @param images [N, D] in [0, 1]
   * @throws IOException when the model is on a server that cannot be asked
   */
  public List<ImageScore> score(Floats images) throws IOException {
    if (!grouped) {
      return group(images);
    }
    List<ImageScore> scores = new ArrayList<>();
    for (int from = 0; from < images.rows(); from += GROUP) {
      int to = Math.min(images.rows(), from + GROUP);
      scores.addAll(group(filled(images.slice(from, to))).subList(0, to - from));
    }
    return scores;
  }

  /** The same rows, and the first again until a group is full. */
  private static Floats filled(Floats some) {
    float[] values = Arrays.copyOf(some.values(), GROUP * some.width());
    for (int row = some.rows(); row < GROUP; row++) {
      System.arraycopy(some.values(), 0, values, row * some.width(), some.width());
    }
    return new Floats(GROUP, some.width(), values);
  }

  private List<ImageScore> group(Floats images) throws IOException {
    long[] seeds = RowSeeds.of(seed, images);
    Scores scores = model.score(images, seeds);
    Optional<Floats> rate = rates.of(images, seeds);
    List<ImageScore> all = new ArrayList<>();
    for (int i = 0; i < images.rows(); i++) {
      int row = i;
      all.add(
          new ImageScore(
              scores.elbo().values()[i],
              scores.logLikelihood().values()[i],
              rate.map(values -> values.values()[row])));
    }
    return all;
  }

  private static Floats closedForm(Codes codes) {
    float[] rates = new float[codes.mean().rows()];
    double[][] kl = StandardRate.kl(codes);
    for (int row = 0; row < rates.length; row++) {
      rates[row] = (float) Arrays.stream(kl[row]).sum();
    }
    return new Floats(rates.length, 1, rates);
  }
}
