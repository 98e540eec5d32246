package io.github.vaegraph;

import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** A conditional model that was told of classes; it holds nothing of its own. */
final class GivenVae extends VaeModel {
  private final VaeModel model;
  private final long[] labels;

  /**
   * @param labels the index of a class: one for all rows, or one a row
   */
  GivenVae(VaeModel model, long[] labels) {
    this.model = model;
    this.labels = labels;
  }

  @Override
  <T> T compute(Asking<T> asking) throws IOException {
    return model.compute(any -> asking.ask(any.given(labels)));
  }

  @Override
  Optional<Classes> knownClasses() {
    return model.knownClasses();
  }

  @Override
  Consumer<String> lines() {
    return model.lines();
  }

  @Override
  ReadOptions reading() {
    return model.reading();
  }

  @Override
  public ImageShape shape() {
    return model.shape();
  }

  @Override
  public int latentDim() {
    return model.latentDim();
  }

  @Override
  public String toString() {
    return "%s, given %s".formatted(model, Arrays.toString(labels));
  }

  @Override
  public void close() {
    model.close();
  }
}
