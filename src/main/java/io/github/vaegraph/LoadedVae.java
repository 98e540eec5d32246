package io.github.vaegraph;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.serve.InferenceModel;
import java.nio.file.Path;

/** A model from a folder, which is not trained any further. */
final class LoadedVae extends VaeModel {
  private final Path folder;
  private final InferenceModel model;

  LoadedVae(Path folder, InferenceModel model) {
    this.folder = folder;
    this.model = model;
  }

  /** Tells of a checkpoint that is damaged; an older one is taken instead. */
  static void warn(String warning) {
    System.out.println("warning: " + warning);
  }

  @Override
  InferenceModel inference() {
    return model; // refuses, once it is closed
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
    return "model of %s images, z of %d, loaded from %s".formatted(shape(), latentDim(), folder);
  }

  @Override
  public synchronized void close() {
    model.close();
  }
}
