package io.github.vaegraph.savedmodel;

import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.signature.ModelForm;
import io.github.vaegraph.signature.Trait;
import java.util.EnumSet;
import java.util.Set;

/** What decides the signatures of a model. */
public final class Forms {
  private Forms() {}

  /** The form of a model that is configured so. */
  public static ModelForm of(ModelConfig config) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (config.hasRate()) {
      traits.add(Trait.POSTERIOR);
    }
    if (config.latent().prior().chooses()) {
      traits.add(Trait.CHOICE);
    }
    if (config.classes().isPresent()) {
      traits.add(Trait.LABEL);
    }
    return new ModelForm(config.image(), config.latentDim(), traits);
  }
}
