package io.github.vaegraph.cli;

import io.github.vaegraph.choice.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A training that is known by name.
 *
 * @param options its words on the command line
 * @param source what it repeats
 * @param time that it takes on two cores with its evaluation, as measured
 * @param expected its figures on the test images in nats an image, and where they are from
 */
record Preset(String name, String options, String source, String time, String expected) {
  static final List<Preset> ALL =
      List.of(
          new Preset(
              "mnist",
              "--data mnist --validation 0 --epochs 10 --samples 500",
              "784-400-20, ReLU, batch 100, Adam 1e-3: the example that comes with "
                  + "most frameworks",
              "31 s",
              "-ELBO 101.84, -log p(x) 96.72, measured"),
          new Preset(
              "mnist-50",
              "--data mnist --validation 0 --epochs 50 --samples 500",
              "the same for 50 epochs",
              "71 s",
              "-ELBO 97.62, -log p(x) 92.70, measured"),
          new Preset(
              "mnist-2d",
              "--data mnist --latent-dim 2 --epochs 20 --samples 500",
              "a z of 2, for maps and manifolds",
              "36 s",
              "-ELBO 152.33, -log p(x) 149.19, measured"),
          new Preset(
              "mnist-16",
              "--data mnist --latent-dim 16 --epochs 20 --samples 500",
              "a z of 16",
              "36 s",
              "-ELBO 101.35, -log p(x) 96.53, measured"),
          new Preset(
              "mnist-20",
              "--data mnist --latent-dim 20 --epochs 20 --samples 500",
              "a z of 20",
              "40 s",
              "-ELBO 99.99, -log p(x) 95.02, measured"),
          new Preset(
              "mnist-autoencoder",
              "--data mnist --objective ae --epochs 20",
              "a plain autoencoder, to compare with",
              "23 s",
              "distortion 59.35, measured"),
          new Preset(
              "fashion",
              "--data fashion-mnist --likelihood gaussian:learned --epochs 20 --samples 100",
              "grey levels under a Gaussian whose deviation is learned",
              "23 s",
              "-ELBO -587.64, -log p(x) -599.00, measured"),
          new Preset(
              "burda-20",
              "--data mnist --validation 0 --hidden 200,200 --activation tanh "
                  + "--latent-dim 50 --epochs 20 --samples 500",
              "the one-layer network of Burda et al. 2016, for 20 epochs",
              "33 s",
              "-ELBO 101.33, -log p(x) 95.09, measured"),
          new Preset(
              "burda-vae",
              "--data mnist --validation 0 --hidden 200,200 --activation tanh "
                  + "--latent-dim 50 --batch-size 20 --epochs 3280 --learning-rate-schedule "
                  + "staged --samples 5000",
              "Burda et al. 2016, one stochastic layer, VAE with K = 1, all stages",
              "about 85 min, as 3,280 epochs of 1.5 s,",
              "-log p(x) 86.76 in the paper (table 1); not measured here"),
          new Preset(
              "burda-2-vae",
              "--data mnist --validation 0 --hidden 200,200 --activation tanh "
                  + "--latent-dim 100,50 --batch-size 20 --epochs 3280 --learning-rate-schedule "
                  + "staged --samples 5000",
              "Burda et al. 2016, two stochastic layers, VAE with K = 1, all stages; inferred from"
                  + " the top down, where theirs goes up",
              "not measured,",
              "-log p(x) 85.33 in the paper (table 1); not measured here"),
          new Preset(
              "burda-iwae-5",
              "--data mnist --validation 0 --hidden 200,200 --activation tanh "
                  + "--latent-dim 50 --batch-size 20 --epochs 3280 --learning-rate-schedule "
                  + "staged --objective iwae --train-samples 5 --samples 5000",
              "Burda et al. 2016, one stochastic layer, IWAE with K = 5, all stages",
              "about 3 h, as 3,280 epochs of 3.3 s,",
              "-log p(x) 85.54 in the paper (table 1); not measured here"));

  /**
   * The preset of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Preset named(String name) {
    return ALL.stream()
        .filter(preset -> preset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--preset: expected one of %s, found %s%s"
                        .formatted(
                            String.join(", ", ALL.stream().map(Preset::name).toList()),
                            name,
                            Suggestion.of(name, ALL.stream().map(Preset::name)))));
  }

  /** The values of its options, by their names. */
  Map<String, String> values(Command command) {
    List<String> words = new ArrayList<>(List.of(command.name()));
    words.addAll(List.of(options.split(" ")));
    Arguments parsed = CommandParser.parse(command, words);
    Map<String, String> values = new LinkedHashMap<>();
    parsed.names().forEach(option -> values.put(option, parsed.text(option).orElse("")));
    return values;
  }
}
