package io.github.vaegraph.network;

import io.github.vaegraph.choice.Named;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Parameters;
import java.util.List;

/**
 * What the encoder and the decoder are built of. It tells its sizes before anything is built, so
 * that nobody else computes them.
 */
public interface Architecture extends Named {
  /** The same, with what its text leaves out chosen for images of this shape. */
  default Architecture of(ImageShape image) {
    return this;
  }

  /** The same for a model of so many stochastic layers. */
  default Architecture forLayers(ImageShape image, int layers) {
    return of(image);
  }

  /**
   * Images to features; the variables are named {@code encoder.*}, from the image on.
   *
   * @param parameters which the variables are created among
   * @param beside how many more values a row has after its image's: rows are [B, D + beside]
   */
  Trunk encoder(Parameters parameters, ImageShape image, int beside, Activation activation);

  /**
   * Codes [N, in] to the likelihood's parameters [N, outputs]; the variables are named {@code
   * decoder.*}, from the code on.
   *
   * @param initialOutputs [outputs] what comes out first, whatever goes in
   */
  Trunk decoder(
      Parameters parameters,
      int in,
      ImageShape image,
      Activation activation,
      float[] initialOutputs);

  /** The nonlinearity after each hidden layer where nobody names one. */
  Activation usualActivation();

  /** The most hidden values of such images that one of its units adds up; at least 1. */
  int widest(ImageShape image);

  /**
   * How large the networks are.
   *
   * @param image what goes in and comes out
   * @param beside how many more values go in with an image
   * @param posteriorOutputs of the layer that follows the encoder
   * @param in values of a code
   * @param outputsPerValue of the decoder, for each of the image's values
   */
  Sizes sizes(ImageShape image, int beside, int posteriorOutputs, int in, int outputsPerValue);

  /**
   * The latent dimensions of each stochastic layer, from the image up, where nobody names them.
   *
   * @param vector those of a plain vector
   */
  default List<Integer> usualDims(ImageShape image, int vector) {
    return List.of(vector);
  }

  /**
   * Refuses latent dimensions that such networks have no codes of.
   *
   * @param dims of each stochastic layer, from the image up
   * @throws IllegalArgumentException telling what they may be
   */
  default void checkDims(ImageShape image, List<Integer> dims) {}

  /**
   * The networks of several stochastic layers, encoder and decoder among them: dense layers between
   * them, where the architecture has nothing better.
   *
   * @param dims of each stochastic layer, from the image up
   * @param classes C that encoder and decoder are told of, 0 if the model is not conditional
   * @param initialOutputs [outputs] as {@link #decoder} has them
   */
  default Levels levels(
      Parameters parameters,
      List<Integer> dims,
      ImageShape image,
      int classes,
      Activation activation,
      float[] initialOutputs) {
    int in = dims.get(0) + classes;
    return DenseLevels.create(
        parameters,
        dims,
        encoder(parameters.inference(), image, classes, activation),
        () -> decoder(parameters, in, image, activation, initialOutputs),
        activation);
  }

  /**
   * How large the networks of several stochastic layers are, posteriors and priors below the top
   * included.
   */
  default Sizes levelSizes(List<Integer> dims, ImageShape image, int classes, int outputsPerValue) {
    int first = dims.get(0);
    Sizes ends = sizes(image, classes, 2 * first, first + classes, outputsPerValue);
    return new Sizes(
        ends.parameters() + DenseLevels.parameters(ends.features(), dims),
        ends.valuesPerRow() + DenseLevels.valuesPerRow(dims),
        ends.features());
  }

  /**
   * Sizes of encoder and decoder together.
   *
   * @param parameters the number of values in all variables
   * @param valuesPerRow what the layers between image, code and outputs hold of one row
   * @param features what the encoder makes of one image
   */
  record Sizes(long parameters, long valuesPerRow, int features) {}
}
