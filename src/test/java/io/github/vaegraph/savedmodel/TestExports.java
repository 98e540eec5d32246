package io.github.vaegraph.savedmodel;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.train.ModelTexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small models of 4x3 colour images, untrained, with their checkpoints. */
final class TestExports {
  static final ImageShape SHAPE = new ImageShape(4, 3, 3);
  static final int SIZE = 36;
  static final int LATENT_DIM = 5;

  static final Classes CLASSES = new Classes(List.of("one", "two", "three"), List.of(1, 2, 3));

  private TestExports() {}

  static ModelConfig config(String likelihood, String objective) {
    return config(Map.of("likelihood", likelihood, "objective", objective));
  }

  private static ModelConfig config(Map<String, String> parts) {
    Map<String, String> texts = new HashMap<>(Map.of("network", "mlp:8", "activation", "tanh"));
    texts.put("latentDim", String.valueOf(LATENT_DIM));
    texts.putAll(parts);
    boolean told = texts.remove("conditional") != null;
    return ModelTexts.read(SHAPE, told ? Optional.of(CLASSES) : Optional.empty(), texts);
  }

  static ModelConfig bernoulli() {
    return config("bernoulli", "elbo");
  }

  /**
   * A plain autoencoder, a variational one of each likelihood and of each prior, and networks of
   * convolutions with few and many outputs a value; with a code of five dimensions all.
   */
  static Map<String, ModelConfig> all() {
    Map<String, ModelConfig> all = new LinkedHashMap<>();
    all.put("autoencoder", config("bernoulli", "ae"));
    for (String likelihood : Likelihoods.CHOICE.examples()) {
      all.put(likelihood, config(likelihood, "elbo"));
    }
    all.put("conditional", config(Map.of("conditional", "")));
    for (String prior : Priors.CHOICE.examples()) {
      all.put("prior " + prior, config(Map.of("prior", prior)));
    }
    all.put("posterior iaf", config(Map.of("posterior", "iaf:2")));
    all.put("conditional vamp", config(Map.of("prior", "vamp:4000", "conditional", "")));
    all.put("conditional flow", config(Map.of("prior", "realnvp:3", "conditional", "")));
    all.put("conv", config(Map.of("network", "conv:6,5", "activation", "elu")));
    all.put(
        "resnet",
        config(
            Map.of(
                "network",
                "resnet:4,3/1",
                "activation",
                "elu",
                "likelihood",
                "gaussian:per-pixel")));
    all.put(
        "conditional ladder",
        config(
            Map.of(
                "network",
                "ladder:6",
                "latentDim",
                "4,1",
                "prior",
                "mixture:3",
                "conditional",
                "")));
    return all;
  }

  static VaeSession initialized(ModelConfig config, long seed) {
    GraphOptions.Training training =
        new GraphOptions.Training(seed, 20, 1, Optional.empty(), 100, new float[SIZE]);
    return VaeSession.initialized(config, new GraphOptions(1, 255, Optional.of(training)));
  }

  /** Saves a model with weights drawn from the seed. */
  static Path checkpoint(ModelConfig config, long seed, Path prefix) throws IOException {
    try (VaeSession session = initialized(config, seed)) {
      session.save(prefix);
    }
    return prefix;
  }

  static Batch batch(int count) {
    return new Batch(images(count), count);
  }

  static byte[] images(int count) {
    byte[] images = new byte[count * SIZE];
    new Random(3).nextBytes(images);
    return images;
  }
}
