package io.github.vaegraph.latent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The latent dimensions of each stochastic layer, from the image up: {@code 20}, or {@code 100,50}.
 *
 * @param layers of each; one for most models
 */
public record Dims(List<Integer> layers) {
  /** As many layers as there may be. */
  public static final int MAX_LAYERS = 16;

  /** What {@link #several} is about, for messages: nobody may have named dimensions. */
  public static final String SEVERAL = "several layers (as latentDim 100,50 or network ladder)";

  private static final int MAX_DIM = 1 << 20;

  /**
   * @throws IllegalArgumentException when there are none, too many, or one makes no sense
   */
  public Dims {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.size() > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "latentDim must name 1 to %d layers, was %d".formatted(MAX_LAYERS, layers.size()));
    }
    for (int dim : layers) {
      if (dim < 1 || dim > MAX_DIM) {
        throw new IllegalArgumentException(
            "latentDim must lie between 1 and %d, was %d".formatted(MAX_DIM, dim));
      }
    }
  }

  /** One layer. */
  public static Dims of(int dim) {
    return new Dims(List.of(dim));
  }

  /**
   * Reads what {@link #text()} writes.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static Dims read(String text) {
    List<Integer> layers = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      try {
        layers.add(Integer.parseInt(part.strip()));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "latentDim must be a whole number, or one a layer as 100,50, was " + text, e);
      }
    }
    return new Dims(layers);
  }

  /** Of each layer, from the image up. */
  int[] sizes() {
    return layers.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The layer, from 0 for the one next to the image, that a dimension of the codes belongs to. */
  public int layerOf(int dimension) {
    int layer = 0;
    for (int end = first(); dimension >= end; end += layers.get(layer)) {
      layer++;
    }
    return layer;
  }

  /** L, of all layers together. */
  public int total() {
    return layers.stream().mapToInt(Integer::intValue).sum();
  }

  /** Of the layer next to the image, which it is decoded from. */
  public int first() {
    return layers.get(0);
  }

  /** Of the layer that p(z) begins at. */
  public int top() {
    return layers.get(layers.size() - 1);
  }

  /** Whether there are several layers. */
  public boolean several() {
    return layers.size() > 1;
  }

  /** As {@link #read} takes it. */
  public String text() {
    return layers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
