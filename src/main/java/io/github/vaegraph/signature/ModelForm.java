package io.github.vaegraph.signature;

import io.github.vaegraph.data.ImageShape;
import java.util.Set;

/**
 * What decides which signatures a model has, and how large their parts are.
 *
 * @param latentDim L, the number of latent dimensions
 */
public record ModelForm(ImageShape image, int latentDim, Set<Trait> traits) {
  /** A form that nobody changes. */
  public ModelForm {
    traits = Set.copyOf(traits);
  }
}
