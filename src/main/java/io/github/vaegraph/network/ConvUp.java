package io.github.vaegraph.network;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The way up of {@link ConvLevels}: convolutions that halve the sides, from the images between them
 * what they say of the maps, and behind a dense layer what they say of the top.
 *
 * @param maps where the layers lie
 * @param classes C beside an image
 * @param halving from the image on
 * @param told of each map, from the largest on
 */
record ConvUp(
    Maps maps,
    int classes,
    Activation activation,
    List<Convolution> halving,
    List<Convolution> told,
    Layers.Mlp hidden,
    Layers.Dense top)
    implements Trunk {
  /**
   * Creates the variables {@code encoder.conv0.*}, ..., {@code encoder.layer1.posterior.*}, ... of
   * the maps, {@code encoder.hidden0.*}, and {@code encoder.posterior.*} of the top.
   *
   * @param width of the dense layer
   */
  static ConvUp create(
      Parameters parameters, Maps maps, int classes, int width, Activation activation) {
    Parameters inference = parameters.inference();
    List<Convolution> halving = new ArrayList<>();
    for (int i = 1; i < maps.images().size(); i++) {
      int in = maps.images().get(i - 1).channels();
      int out = maps.images().get(i).channels();
      halving.add(Convolution.halving(inference, "encoder.conv" + (i - 1), in, out));
    }
    List<Convolution> told = new ArrayList<>();
    for (int layer = 0; layer < maps.count(); layer++) {
      String name = "encoder.layer" + (layer + 1) + ".posterior";
      int in = maps.image(layer).channels();
      told.add(Convolution.keeping(inference, name, in, 2 * maps.channels(layer)));
    }
    int features = maps.smallest().size() + classes;
    return new ConvUp(
        maps,
        classes,
        activation,
        halving,
        told,
        Layers.Mlp.rectified(inference, "encoder", features, width, activation),
        Layers.Dense.create(inference, "encoder.posterior", width, new float[2 * maps.top()]));
  }

  @Override
  public int width() {
    return 2 * maps.total();
  }

  @Override
  public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> rows) {
    return ImageTrunks.neverEmpty(tf, rows, width(), some -> all(tf, some));
  }

  private Operand<TFloat32> all(Ops tf, Operand<TFloat32> rows) {
    ImageShape image = maps.images().get(0);
    Operand<TFloat32> pixels = classes == 0 ? rows : Layers.columns(tf, rows, 0, image.size());
    Operand<TFloat32> x = ImageTrunks.images(tf, pixels, image);
    List<Operand<TFloat32>> parts = new ArrayList<>();
    for (int i = 0; i < halving.size(); i++) {
      x = activation.apply(tf, halving.get(i).apply(tf, x));
      int layer = i + 1 - maps.place(0);
      if (layer >= 0) {
        parts.add(ImageTrunks.rows(tf, told.get(layer).apply(tf, x), maps.dims().get(layer), 2));
      }
    }
    Operand<TFloat32> features = Convolution.rows(tf, x, maps.smallest().size());
    Operand<TFloat32> beside =
        classes == 0
            ? features
            : tf.concat(
                List.of(features, Layers.columns(tf, rows, image.size(), classes)), tf.constant(1));
    parts.add(top.apply(tf, hidden.apply(tf, beside)));
    return tf.concat(parts, tf.constant(1));
  }
}
