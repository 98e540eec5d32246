package io.github.vaegraph.train;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Prior;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.network.Architecture;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.objective.Objectives;

/** What a model is made of and how it is trained where nobody says otherwise. */
public final class Defaults {
  /** What encoder and decoder are built of. */
  public static final Architecture NETWORK = Architectures.CHOICE.read("mlp");

  /** L, dimensions of a code. */
  public static final int LATENT_DIM = 20;

  /** p(z). */
  public static final Prior.Family PRIOR = Priors.CHOICE.read("normal");

  /** q(z|x). */
  public static final Posterior.Family POSTERIOR = Posteriors.CHOICE.read("gaussian");

  /** p(x|z) of grey images. */
  public static final Likelihood LIKELIHOOD = Likelihoods.CHOICE.read("bernoulli");

  /** p(x|z) of colour images, which no binary pixels are drawn from. */
  public static final Likelihood COLOUR_LIKELIHOOD = Likelihoods.CHOICE.read("gaussian:learned");

  /** What is maximized. */
  public static final Objective OBJECTIVE = Objectives.CHOICE.read("elbo");

  /** The rate's weight. */
  public static final double BETA = 1;

  /** K, codes drawn for each image of a step. */
  public static final int SAMPLES = 1;

  /** Images a step. */
  public static final int BATCH_SIZE = 100;

  /** Adam's step size. */
  public static final double LEARNING_RATE = 0.001;

  /** Adam's step size for large images, whose gradients have as many terms as they have values. */
  public static final double LARGE_LEARNING_RATE = 0.0003;

  /** Images of more values are large. */
  public static final int LARGE = 10_000;

  /** Passes over the training images. */
  public static final int EPOCHS = 50;

  /** How often a training that diverges goes back and on with a lower rate. */
  public static final int MAX_ROLLBACKS = 3;

  private Defaults() {}

  /** Adam's step size for images of this shape. */
  public static double learningRate(ImageShape image) {
    return image.size() > LARGE ? LARGE_LEARNING_RATE : LEARNING_RATE;
  }
}
