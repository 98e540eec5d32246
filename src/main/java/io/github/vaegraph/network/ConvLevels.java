package io.github.vaegraph.network;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.graph.Convolution;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Several stochastic layers, all but the top maps, after the bidirectional inference of Kingma et
 * al. 2016 (figure 5) and NVAE (Vahdat and Kautz 2020). With F for any convolution:
 *
 * <pre>
 *   d_i = act(F d_i-1)                    up, with half the sides each; see ConvUp
 *   t_n = act(W (z_n, c) + b)             down, with the smallest sides
 *   h_i = u + F act(F act(u))             u = t_n, then F act(t_i+1) with twice the sides
 *   prior_i = F act(h_i)                  offset_i = F act(h_i) + F d_i
 *   t_i = h_i + F z_i
 * </pre>
 *
 * <p>From t_1 the decoder goes on to the image's sides. The residual step, the prior and the
 * offset's part of the path begin small: a prior near N(0, I), a posterior as if nothing were above
 * it.
 *
 * @param first to t_n
 */
record ConvLevels(Trunk up, Trunk first, List<Levels.Step> steps, Trunk decoder) implements Levels {
  /** Copies the list. */
  ConvLevels {
    steps = List.copyOf(steps);
  }

  /**
   * Creates the variables of {@link ConvUp}; on the path {@code decoder.hidden0.*}, {@code
   * decoder.layer1.*}, ..., {@code decoder.conv0.*}, ... and {@code decoder.outputs.bias}; beside
   * it {@code prior.layer1.moments.*} and {@code encoder.layer1.offset.*}, ...
   *
   * @param initialOutputs what the decoder's bias starts at
   */
  static ConvLevels create(
      Parameters parameters, Maps maps, ConvUp up, Activation activation, float[] initialOutputs) {
    int width = maps.smallest().size();
    Layers.Mlp dense =
        Layers.Mlp.rectified(parameters, "decoder", maps.top() + up.classes(), width, activation);
    List<Levels.Step> steps = new ArrayList<>();
    for (int layer = 0; layer < maps.count(); layer++) {
      steps.add(step(parameters, maps, layer, activation));
    }
    Trunk decoder = decoder(parameters, maps, activation, initialOutputs);
    return new ConvLevels(up, Trunk.of(width, dense::apply), steps, decoder);
  }

  private static Levels.Step step(
      Parameters parameters, Maps maps, int layer, Activation activation) {
    String name = "layer" + (layer + 1);
    boolean highest = layer == maps.count() - 1;
    ImageShape image = maps.image(layer);
    ImageShape map = maps.map(layer);
    int channels = image.channels();
    List<ImageTrunks.Body> features = new ArrayList<>();
    if (!highest) {
      features.addAll(
          doubling(
              parameters, "decoder." + name + ".up", maps.image(layer + 1), image, activation));
    }
    features.add(
        ImageTrunks.residual(parameters, "decoder." + name + ".block", channels, activation));
    Convolution prior =
        Convolution.moments(parameters, "prior." + name + ".moments", channels, 2 * map.channels());
    Convolution offset =
        Convolution.small(
            parameters.inference(), "encoder." + name + ".offset", channels, 2 * map.channels());
    Convolution codes =
        Convolution.linear(parameters, "decoder." + name + ".codes", map.channels(), channels);
    return new Levels.Step(
        ImageTrunks.between(
            highest ? image : maps.image(layer + 1), ImageTrunks.chain(features), image, 1),
        ImageTrunks.between(image, after(activation, prior), map, 2),
        ImageTrunks.between(image, after(activation, offset), map, 2),
        Optional.of(ImageTrunks.between(map, codes::apply, image, 1)));
  }

  /** The nonlinearity, then twice the sides. */
  private static List<ImageTrunks.Body> doubling(
      Parameters parameters, String name, ImageShape from, ImageShape to, Activation activation) {
    TransposedConvolution up =
        TransposedConvolution.create(
            parameters, name, to.height(), to.width(), from.channels(), to.channels());
    return List.of(activation::apply, up::apply);
  }

  private static ImageTrunks.Body after(Activation activation, Convolution layer) {
    return (tf, x) -> layer.apply(tf, activation.apply(tf, x));
  }

  private static Trunk decoder(
      Parameters parameters, Maps maps, Activation activation, float[] initialOutputs) {
    List<ImageShape> images = maps.images();
    ImageShape image = images.get(0);
    int perValue = initialOutputs.length / image.size();
    List<ImageTrunks.Body> layers = new ArrayList<>();
    int number = 0;
    for (int i = maps.place(0); i > 1; i--) {
      String name = "decoder.conv" + number++;
      layers.addAll(doubling(parameters, name, images.get(i), images.get(i - 1), activation));
    }
    layers.add(activation::apply);
    layers.add(
        TransposedConvolution.outputs(
                parameters,
                "decoder.conv" + number,
                image.height(),
                image.width(),
                images.get(1).channels(),
                image.channels() * perValue)
            ::apply);
    Trunk outputs = ImageTrunks.between(maps.image(0), ImageTrunks.chain(layers), image, perValue);
    Operand<TFloat32> bias = parameters.vector("decoder.outputs.bias", initialOutputs);
    return Trunk.of(outputs.width(), (tf, rows) -> tf.nn.biasAdd(outputs.apply(tf, rows), bias));
  }

  @Override
  public Operand<TFloat32> start(Ops tf, Operand<TFloat32> top, Condition condition) {
    return Levels.rows(tf, first, condition.beside(tf, top));
  }

  @Override
  public Operand<TFloat32> end(Ops tf, Operand<TFloat32> path, Condition condition) {
    return path;
  }
}
