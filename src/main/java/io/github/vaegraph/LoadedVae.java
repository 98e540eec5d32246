package io.github.vaegraph;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.signature.Model;
import java.io.IOException;

/** A model from elsewhere, which is not trained any further. */
final class LoadedVae extends VaeModel {
  private final String origin;
  private final Model model;
  private final ReadOptions reading;

  /**
   * @param origin what it is and where it comes from, for people
   * @param reading how its data were read
   */
  LoadedVae(String origin, Model model, ReadOptions reading) {
    this.origin = origin;
    this.model = model;
    this.reading = reading;
  }

  /** Tells of a checkpoint that is damaged; an older one is taken instead. */
  static void warn(String warning) {
    System.out.println("warning: " + warning);
  }

  @Override
  <T> T compute(Asking<T> asking) throws IOException {
    return asking.ask(model); // which refuses, once it is closed
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
