package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.Split;
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
    Optional<Floats> of(Floats images, long[] seeds, long[] labels) throws IOException;
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
        (images, seeds, labels) -> {
          InferenceModel of = model.given(labels);
          Optional<Floats> told = of.scoreRate(images, seeds);
          return told.isEmpty() && closedForm ? Optional.of(closedForm(of.encode(images))) : told;
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
    return new ImageScorer(model, (images, seeds, labels) -> Optional.empty(), seed, false, false);
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
   * The scores of some images of a split, one an image, under their classes where the model is
   * conditional.
   *
   * @throws IllegalArgumentException when the model wants classes and the images carry no labels
   * @throws IOException when the model is on a server that cannot be asked
   */
  public List<ImageScore> score(Split split, int from, int to) throws IOException {
    return score(
        Floats.ofImages(split.images(), from, to),
        model.wantsClass() ? Labels.of(split, from, to) : new long[0]);
  }

  /**
   * The scores of images, one a row.
   *
   * @param images [N, D] in [0, 1]
   * @param labels [N] the index of each image's class, for a model that wants classes; else none
   * @throws IOException when the model is on a server that cannot be asked
   */
  public List<ImageScore> score(Floats images, long... labels) throws IOException {
    if (!grouped) {
      return group(images, labels);
    }
    List<ImageScore> scores = new ArrayList<>();
    for (int first = 0; first < images.rows(); first += GROUP) {
      int end = Math.min(images.rows(), first + GROUP);
      List<ImageScore> some = group(filled(images.slice(first, end)), filled(labels, first, end));
      scores.addAll(some.subList(0, end - first));
    }
    return scores;
  }

  /** The same labels, and any until a group is full; none where there are none. */
  private static long[] filled(long[] labels, int from, int to) {
    return labels.length == 0 ? labels : Arrays.copyOf(Arrays.copyOfRange(labels, from, to), GROUP);
  }

  /** The same rows, and the first again until a group is full. */
  private static Floats filled(Floats some) {
    float[] values = Arrays.copyOf(some.values(), GROUP * some.width());
    for (int row = some.rows(); row < GROUP; row++) {
      System.arraycopy(some.values(), 0, values, row * some.width(), some.width());
    }
    return new Floats(GROUP, some.width(), values);
  }

  private List<ImageScore> group(Floats images, long[] labels) throws IOException {
    long[] seeds = RowSeeds.of(seed, images);
    Scores scores = model.given(labels).score(images, seeds);
    Optional<Floats> rate = rates.of(images, seeds, labels);
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
