package io.github.vaegraph.network;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** What networks of convolutions have in common: rows become images, and images rows again. */
final class ImageTrunks {
  private ImageTrunks() {}

  /** Layers from images [N, h, w, c] to images of other sides and channels. */
  @FunctionalInterface
  interface Body {
    Operand<TFloat32> apply(Ops tf, Operand<TFloat32> images);
  }

  /** One body after the other. */
  static Body chain(List<Body> bodies) {
    List<Body> all = List.copyOf(bodies);
    return (tf, images) -> {
      Operand<TFloat32> x = images;
      for (Body body : all) {
        x = body.apply(tf, x);
      }
      return x;
    };
  }

  /**
   * A residual block, which begins near the identity: x + F2 * act(F1 * act(x) + b).
   *
   * @param name of the block, whose variables are {@code name.inner.*} and {@code name.outer.*}
   */
  static Body residual(Parameters parameters, String name, int channels, Activation activation) {
    Convolution inner = Convolution.keeping(parameters, name + ".inner", channels, channels);
    Convolution outer = Convolution.small(parameters, name + ".outer", channels, channels);
    return (tf, x) -> {
      Operand<TFloat32> h = inner.apply(tf, activation.apply(tf, x));
      return tf.math.add(x, outer.apply(tf, activation.apply(tf, h)));
    };
  }

  /**
   * Rows of one image's values to rows of another's.
   *
   * @param perValue outputs for each value of {@code to}: the first of all values, then the second
   */
  static Trunk between(ImageShape from, Body body, ImageShape to, int perValue) {
    int width = perValue * to.size();
    return Trunk.of(
        width,
        (tf, rows) ->
            neverEmpty(
                tf,
                rows,
                width,
                some -> rows(tf, body.apply(tf, images(tf, some, from)), to.size(), perValue)));
  }

  /**
   * Convolutions of the image, and a dense layer, which the values beside the image enter too.
   *
   * @param image what goes in
   * @param beside how many more values a row has after its image's
   * @param features of the body, of a row
   * @param width of the dense layer
   */
  record Encoder(ImageShape image, int beside, Body body, int features, Layers.Mlp dense, int width)
      implements Trunk {
    /**
     * Creates the dense layer behind the others, {@code encoder.hidden0}.
     *
     * @param last what the layers make of an image
     */
    static Encoder create(
        Parameters parameters,
        ImageShape image,
        int beside,
        List<Body> layers,
        ImageShape last,
        int width,
        Activation activation) {
      int features = last.size();
      Layers.Mlp dense =
          Layers.Mlp.rectified(parameters, "encoder", features + beside, width, activation);
      return new Encoder(image, beside, chain(layers), features, dense, width);
    }

    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> rows) {
      return neverEmpty(tf, rows, width, some -> features(tf, some));
    }

    private Operand<TFloat32> features(Ops tf, Operand<TFloat32> rows) {
      Operand<TFloat32> pixels = beside == 0 ? rows : Layers.columns(tf, rows, 0, image.size());
      Operand<TFloat32> seen =
          Convolution.rows(tf, body.apply(tf, images(tf, pixels, image)), features);
      return dense.apply(
          tf,
          beside == 0
              ? seen
              : tf.concat(
                  List.of(seen, Layers.columns(tf, rows, image.size(), beside)), tf.constant(1)));
    }
  }

  /**
   * A dense layer, convolutions that lead back to the image's sides, and one bias a value.
   *
   * @param first what the dense layer makes
   * @param body its last layer has no bias of its own
   * @param perValue P, the outputs for each of the image's values
   * @param size D, the image's values
   */
  record Decoder(
      ImageShape first, Layers.Mlp dense, Body body, Operand<TFloat32> bias, int perValue, int size)
      implements Trunk {
    /** Creates the bias, {@code decoder.outputs.bias}, at these outputs. */
    static Decoder create(
        Parameters parameters,
        ImageShape first,
        Layers.Mlp dense,
        List<Body> layers,
        ImageShape image,
        float[] initialOutputs) {
      return new Decoder(
          first,
          dense,
          chain(layers),
          parameters.vector("decoder.outputs.bias", initialOutputs),
          initialOutputs.length / image.size(),
          image.size());
    }

    @Override
    public Operand<TFloat32> apply(Ops tf, Operand<TFloat32> codes) {
      return neverEmpty(
          tf,
          codes,
          width(),
          some -> {
            Operand<TFloat32> outputs = body.apply(tf, images(tf, dense.apply(tf, some), first));
            return tf.nn.biasAdd(rows(tf, outputs, size, perValue), bias);
          });
    }

    @Override
    public int width() {
      return perValue * size;
    }
  }

  /** [N, H, W, P * C] -> [N, P * D]: the first output of all values, then the second. */
  static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> outputs, int size, int perValue) {
    if (perValue == 1) {
      return Convolution.rows(tf, outputs, size);
    }
    List<Operand<TFloat32>> parts =
        Layers.splitLast(tf, outputs, perValue).stream()
            .map(part -> Convolution.rows(tf, part, size))
            .toList();
    return tf.concat(parts, tf.constant(1));
  }

  /**
   * Rows [N, in] -> [N, width] through layers that see a row of zeros where there is none: of no
   * rows oneDNN's convolutions make images with the channels of their inputs, which the next one
   * refuses.
   */
  static Operand<TFloat32> neverEmpty(
      Ops tf, Operand<TFloat32> rows, int width, UnaryOperator<Operand<TFloat32>> layers) {
    if (rows.shape().get(0) > 0) {
      return layers.apply(rows);
    }
    Operand<TInt32> count = Layers.rows(tf, rows);
    Operand<TInt32> missing = tf.math.maximum(tf.math.sub(tf.constant(1), count), tf.constant(0));
    Operand<TInt32> after = tf.stack(List.of(tf.constant(0), missing));
    Operand<TInt32> around = tf.stack(List.of(after, tf.constant(new int[] {0, 0})));
    Operand<TFloat32> y = layers.apply(tf.pad(rows, around, tf.constant(0f)));
    Operand<TInt32> size = tf.stack(List.of(count, tf.constant(width)));
    return Convolution.rows(tf, tf.slice(y, tf.constant(new int[] {0, 0}), size), width);
  }

  static Operand<TFloat32> images(Ops tf, Operand<TFloat32> rows, ImageShape image) {
    return Convolution.images(tf, rows, image.height(), image.width(), image.channels());
  }

  /** The shape of what comes out where each of an image's values has so many outputs. */
  static ImageShape outputs(ImageShape image, int perValue) {
    return new ImageShape(image.height(), image.width(), image.channels() * perValue);
  }
}
