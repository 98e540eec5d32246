package io.github.vaegraph.signature;

/** What the numbers of a part are. */
public enum ElementType {
  FLOAT32("DT_FLOAT"),
  INT64("DT_INT64");

  private final String tensorFlow;

  ElementType(String tensorFlow) {
    this.tensorFlow = tensorFlow;
  }

  /** TensorFlow's name of it, as {@code DT_FLOAT}. */
  public String tensorFlow() {
    return tensorFlow;
  }

  /** As people read it: {@code float32}. */
  @Override
  public String toString() {
    return TensorSpec.readable(tensorFlow);
  }
}
