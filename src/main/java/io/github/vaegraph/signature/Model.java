package io.github.vaegraph.signature;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Labels;
import io.github.vaegraph.data.Split;
import java.io.IOException;
import java.util.Set;

/**
 * A model to compute with, wherever it is: in this process or on a server. A program that is
 * written for this interface changes from one to the other in the line that opens it.
 *
 * <p>Every method may throw an IOException, because a server can be away, and whoever may be moved
 * to one has to have thought of that. A model in this process promises to throw none: programs that
 * call one by its own type need no catch.
 *
 * <p>Threads may share a model: their calls run side by side.
 *
 * <p>All methods want at least one row, and throw an IllegalArgumentException that names the input
 * which does not fit the model: in its values, its width, or its number of rows. Nothing has been
 * computed then. They throw one, too, where the model lacks the signature or answers something else
 * than it says of it, and an IllegalStateException when it has been closed. What comes back has the
 * rows and widths that are told below; its values are the model's own, NaN too.
 */
public interface Model extends AutoCloseable {
  /** The shape of an image, whose D values are height * width * channels. */
  ImageShape shape();

  /** L, the number of latent dimensions. */
  int latentDim();

  /** The names of its signatures; a plain autoencoder's lack those of {@link #sample} and score. */
  Set<String> signatures();

  /**
   * Whether it is conditional, and was not told of a class yet, so that it can be asked nothing
   * before it is, by {@link #given}.
   */
  boolean wantsClass();

  /**
   * The same model, told of classes: q(z|x, c) and p(x|z, c). It shares what this one holds, and
   * closing one closes both.
   *
   * @param labels the index of a class: one for all rows, or one for each row of every call; none
   *     leaves the model as it is
   */
  Model given(long... labels);

  /**
   * The same model, told of the classes of some images if it {@link #wantsClass}.
   *
   * @param split whose labels are the indices of this model's classes
   * @throws IllegalArgumentException when the model is conditional and the images carry no labels
   */
  default Model given(Split split, int from, int to) {
    return wantsClass() ? given(Labels.of(split, from, to)) : this;
  }

  /** images [N, D] in [0, 1] -> posterior [N, L]. */
  Codes encode(Floats images) throws IOException;

  /** codes [N, L] -> the likelihood's mean [N, D]. */
  Floats decode(Floats codes) throws IOException;

  /** images [N, D] in [0, 1] -> images [N, D], decoded from the posterior mean. */
  Floats reconstruct(Floats images) throws IOException;

  /** Draws one picture for each seed; the same seed draws the same picture. */
  Generated generate(long[] seeds) throws IOException;

  /**
   * Draws a code from each image's posterior, and decodes it.
   *
   * @param images [N, D] in [0, 1]
   * @param seeds [N]
   * @throws IllegalArgumentException also when the model is a plain autoencoder, which has no
   *     posterior
   */
  Sampled sample(Floats images, long[] seeds) throws IOException;

  /**
   * Bounds of each image's log p(x) in nats, as it is given: under a Bernoulli likelihood, grey
   * pixels give a cross entropy.
   *
   * @param images [N, D] in [0, 1]
   * @param seeds [N], what the codes are drawn from
   * @throws IllegalArgumentException also when the model is a plain autoencoder, which bounds
   *     nothing
   */
  Scores score(Floats images, long[] seeds) throws IOException;

  /**
   * Pictures between two images, along the straight line between their posterior means.
   *
   * @param start [N, D] in [0, 1]
   * @param end [N, D] in [0, 1]
   * @param positions [N] in [0, 1]: 0 for the reconstruction of {@code start}, 1 for that of {@code
   *     end}
   * @return [N, D]
   */
  Floats interpolate(Floats start, Floats end, float[] positions) throws IOException;

  /** Frees what the model holds; closing twice does nothing. */
  @Override
  void close();
}
