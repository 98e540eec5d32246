package io.github.vaegraph.signature;

/** An axis of a part, behind that of the rows. */
enum Axis {
  HEIGHT("H", TensorSpec.MOST_VALUES),
  WIDTH("W", TensorSpec.MOST_VALUES),
  CHANNELS("C", TensorSpec.MOST_VALUES),
  LATENT("L", 1 << 20);

  private final String letter;
  private final int longest;

  Axis(String letter, int longest) {
    this.letter = letter;
    this.longest = longest;
  }

  /** How documents call it. */
  String letter() {
    return letter;
  }

  /** Whether a model may have it so long: none that could be trained here has it longer. */
  boolean allows(long size) {
    return size >= 1 && size <= longest;
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
