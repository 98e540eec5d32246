package io.github.vaegraph.train;

import java.util.List;

/** What a model is made of and how it is trained where nobody says otherwise. */
public final class Defaults {
  /** The widths of the encoder's hidden layers. */
  public static final List<Integer> HIDDEN = List.of(400);

  /** The nonlinearity after each hidden layer. */
  public static final String ACTIVATION = "relu";

  /** L, dimensions of a code. */
  public static final int LATENT_DIM = 20;

  /** p(x|z). */
  public static final String LIKELIHOOD = "bernoulli";

  /** What is maximized. */
  public static final String OBJECTIVE = "elbo";

  /** The rate's weight. */
  public static final double BETA = 1;

  /** K, codes drawn for each image of a step. */
  public static final int SAMPLES = 1;

  /** Images a step. */
  public static final int BATCH_SIZE = 100;

  /** Adam's step size. */
  public static final double LEARNING_RATE = 0.001;

  /** Passes over the training images. */
  public static final int EPOCHS = 50;

  /** How often a training that diverges goes back and on with a lower rate. */
  public static final int MAX_ROLLBACKS = 3;

  private Defaults() {}
}
