package io.github.vaegraph;

import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.signature.Model;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** A model from elsewhere, which is not trained any further. */
final class LoadedVae extends VaeModel {
  private final String origin;
  private final Model model;
  private final Optional<Classes> classes;
  private final ReadOptions reading;
  private final Consumer<String> lines;

  /**
   * @param origin what it is and where it comes from, for people
   * @param classes of a conditional model, where they are known
   * @param reading how its data were read
   * @param lines who is told what there is to say
   */
  LoadedVae(
      String origin,
      Model model,
      Optional<Classes> classes,
      ReadOptions reading,
      Consumer<String> lines) {
    this.origin = origin;
    this.model = model;
    this.classes = classes;
    this.reading = reading;
    this.lines = lines;
  }

  @Override
  <T> T compute(Asking<T> asking) throws IOException {
    return asking.ask(model); // which refuses, once it is closed
  }

  @Override
  Optional<Classes> knownClasses() {
    return classes;
  }

  @Override
  Consumer<String> lines() {
    return lines;
  }

  @Override
  ReadOptions reading() {
    return reading;
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
    return "model of %s images, z of %d, %s".formatted(shape(), latentDim(), origin);
  }

  @Override
  public void close() {
    model.close();
  }
}
