package io.github.vaegraph.signature;

/** An axis of a part, behind that of the rows. */
enum Axis {
  HEIGHT("H"),
  WIDTH("W"),
  CHANNELS("C"),
  LATENT("L");

  private final String letter;

  Axis(String letter) {
    this.letter = letter;
  }

  /** How documents call it. */
  String letter() {
    return letter;
  }

  int size(ModelForm form) {
    return switch (this) {
      case HEIGHT -> form.image().height();
      case WIDTH -> form.image().width();
      case CHANNELS -> form.image().channels();
      case LATENT -> form.latentDim();
    };
  }
}
