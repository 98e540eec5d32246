package io.github.vaegraph.model;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.train.ModelTexts;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Small models and batches for tests: the one place that knows every option. */
final class TestModels {
  private TestModels() {}

  /** A model of 2x2 grey images with tanh layers, by the likelihood, sigma and objective. */
  static ModelConfig config(
      List<Integer> hidden, int latentDim, String likelihood, String sigma, String objective) {
    return config(hidden, latentDim, "normal", likelihood, sigma, objective);
  }

  /** The same with a prior. */
  static ModelConfig config(
      List<Integer> hidden,
      int latentDim,
      String prior,
      String likelihood,
      String sigma,
      String objective) {
    Map<String, String> texts = new HashMap<>();
    texts.put("network", mlp(hidden));
    texts.put("activation", "tanh");
    texts.put("latentDim", String.valueOf(latentDim));
    texts.put("prior", prior);
    texts.put("likelihood", likelihood);
    texts.put("objective", objective);
    if (!sigma.isEmpty()) {
      texts.put("sigma", sigma);
    }
    return ModelTexts.read(new ImageShape(2, 2, 1), texts);
  }

  /** The network of these hidden layers, as {@code mlp:4,3}. */
  static String mlp(List<Integer> hidden) {
    return hidden.stream()
        .map(String::valueOf)
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(","), widths -> "mlp:" + (widths.isEmpty() ? "none" : widths)));
  }

  /** Binary pixels, one hidden layer of 3, two latent dimensions. */
  static ModelConfig bernoulli() {
    return config(List.of(3), 2, "bernoulli", "", "elbo");
  }

  /** The same with a network of this text, two latent dimensions in its top layer. */
  static ModelConfig network(String network) {
    ImageShape image = new ImageShape(2, 2, 1);
    Dims dims = new Dims(Architectures.CHOICE.read(network).of(image).usualDims(image, 2));
    return ModelTexts.read(image, Map.of("network", network, "latentDim", dims.text()));
  }

  /** Training of at most 8 images a step, from images of all means, without clipping. */
  static GraphOptions training(int towers, int maxValue, long seed, int samples) {
    return training(towers, maxValue, seed, 8, samples);
  }

  /** Training of at most so many images a step, from images of all means, without clipping. */
  static GraphOptions training(int towers, int maxValue, long seed, int batchSize, int samples) {
    return new GraphOptions(
        towers,
        maxValue,
        Optional.of(
            new GraphOptions.Training(
                seed,
                batchSize,
                samples,
                Optional.empty(),
                1000,
                new float[] {0.2f, 0.4f, 0.6f, 0.8f})));
  }

  static GraphOptions evaluation(int towers, int maxValue) {
    return new GraphOptions(towers, maxValue, Optional.empty());
  }

  /** Random 2x2 images with values from 0 to maxValue. */
  static Batch batch(int count, int maxValue, long seed) {
    Random random = new Random(seed);
    byte[] pixels = new byte[4 * count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(maxValue + 1);
    }
    return new Batch(pixels, count);
  }

  /** The same 2x2 image again and again: each row draws codes of its own. */
  static Batch copies(int count, int... image) {
    byte[] pixels = new byte[4 * count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) image[i % 4];
    }
    return new Batch(pixels, count);
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    Arrays.setAll(copy, i -> values[i]);
    return copy;
  }
}
