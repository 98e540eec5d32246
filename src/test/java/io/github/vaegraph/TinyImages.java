package io.github.vaegraph;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import java.util.List;
import java.util.Random;

/** Images of 4x4 whose pixels are drawn at random. */
public final class TinyImages {
  static final ImageShape SHAPE = new ImageShape(4, 4, 1);

  private TinyImages() {}

  /** 60 training images in batches of 10 make six steps an epoch. */
  public static Dataset data() {
    return new Dataset(
        "tiny",
        "drawn",
        split("train", 60),
        split("validation", 10),
        split("test", 20),
        List.of("a", "b", "c"));
  }

  static Split split(String name, int images) {
    return split(name, images, SHAPE);
  }

  static Split split(String name, int images, ImageShape shape) {
    byte[] pixels = new byte[images * shape.size()];
    new Random(7).nextBytes(pixels);
    int[] labels = new int[images];
    for (int i = 0; i < images; i++) {
      labels[i] = i % 3;
    }
    return new Split(name, Images.of(shape, pixels), labels);
  }

  /** A small model of the data, which tells nobody how its training goes. */
  static VaeBuilder builder() {
    return Vae.builder(data()).hidden(8).latentDim(2).batchSize(10).progress(line -> {});
  }
}
