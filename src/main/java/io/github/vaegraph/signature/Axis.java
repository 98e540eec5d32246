package io.github.vaegraph.signature;

import java.util.function.ToIntFunction;

/** An axis of a part, behind that of the rows. */
enum Axis {
  HEIGHT("H", form -> form.image().height()),
  WIDTH("W", form -> form.image().width()),
  CHANNELS("C", form -> form.image().channels()),
  LATENT("L", ModelForm::latentDim);

  private final String letter;
  private final ToIntFunction<ModelForm> size;

  Axis(String letter, ToIntFunction<ModelForm> size) {
    this.letter = letter;
    this.size = size;
  }

  /** How documents call it. */
  String letter() {
    return letter;
  }

  int size(ModelForm form) {
    return size.applyAsInt(form);
  }
}
