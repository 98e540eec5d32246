package io.github.vaegraph.artifact;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import java.util.Optional;

/**
 * Pictures drawn from the prior with the random numbers that codes are made of nearer to 0, or
 * farther from it. A temperature T of 1 draws what {@code generate} draws; below 1 pictures are
 * more usual, and more alike. What it scales:
 *
 * <pre>
 *   normal       z = T e
 *   mixture      z = mean + T deviation e of the Gaussian that is chosen as ever; vamp likewise
 *   realnvp      z = f(T e), f the flow
 *   layers       the e of every layer: z_i = m_i(z_i+1) + T s_i(z_i+1) e_i
 * </pre>
 */
public final class TemperedSamples {
  private TemperedSamples() {}

  /**
   * One picture a seed.
   *
   * @param config what the model was made from, where that is known
   * @throws IllegalArgumentException when the model does not tell what its codes are made of
   */
  public static Generated of(
      InferenceModel model, Optional<ModelConfig> config, long[] seeds, double temperature) {
    if (temperature == 1) {
      return model.generate(seeds);
    }
    if (config.filter(known -> known.latent().standardNormal()).isPresent()) {
      Floats codes = model.generate(seeds).codes().times(temperature);
      return new Generated(model.decode(codes), codes);
    }
    if (!model.tellsNoise()) {
      throw new IllegalArgumentException(
          "temperature %s: expected a model that tells the random numbers of its codes, this one was"
                  .formatted(temperature)
              + " exported before that; export its run again");
    }
    return model.generate(seeds, temperature);
  }
}
