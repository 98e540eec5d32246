package io.github.vaegraph.serve;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Networks;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Encoder and decoder for serving: no optimizer, no gradient, no training input. Every signature
 * takes and returns tensors whose first axis is the batch, and a row of the result depends on the
 * same row of the inputs alone, so that a server may merge requests.
 */
final class InferenceGraph implements AutoCloseable {
  final Graph graph = new Graph();
  final List<Signature> signatures;

  private final ServedNetworks served;
  private final Ops tf;

  /**
   * @param scoreSamples K, the codes that {@code score} draws for each image
   */
  InferenceGraph(ModelConfig config, int scoreSamples) {
    this.tf = Ops.create(graph);
    Networks networks =
        Networks.create(tf, Parameters.restored(tf), config, new float[config.image().size()]);
    this.served = new ServedNetworks(tf, config, networks);
    List<Signature> all =
        new ArrayList<>(
            List.of(
                encode("encode"),
                encode(Signature.DEFAULT_KEY),
                generate(),
                decode(),
                reconstruct(),
                interpolate()));
    // A plain autoencoder has no posterior to draw from.
    if (config.hasRate()) {
      PosteriorSignatures posterior = new PosteriorSignatures(served);
      all.add(posterior.sample());
      all.add(posterior.score(scoreSamples));
    }
    this.signatures = List.copyOf(all);
  }

  private Signature encode(String key) {
    Placeholder<TFloat32> image = served.imageInput(key + ".input");
    Posterior posterior = served.posterior(image);
    return ServedNetworks.signature(key)
        .input("image", image)
        .output("mean", served.named(key + ".mean", posterior.mean()))
        .output("log_variance", served.named(key + ".logVariance", posterior.logVariance()))
        .build();
  }

  private Signature generate() {
    Placeholder<TInt64> seed = served.seedInput("generate.seed");
    Operand<TFloat32> codes = served.networks().latents().generate(tf, ServedNetworks.noise(seed));
    return ServedNetworks.signature("generate")
        .input("seed", seed)
        .output("image", served.named("generate.image", served.decoded(codes)))
        .output("z", served.named("generate.codes", codes))
        .build();
  }

  private Signature decode() {
    Placeholder<TFloat32> codes =
        tf.withName("decode.codes")
            .placeholder(
                TFloat32.class, Placeholder.shape(Shape.of(-1, served.config().latentDim())));
    return ServedNetworks.signature("decode")
        .input("z", codes)
        .output("image", served.named("decode.image", served.decoded(codes)))
        .build();
  }

  private Signature reconstruct() {
    Placeholder<TFloat32> image = served.imageInput("reconstruct.input");
    Operand<TFloat32> mean = served.posterior(image).mean();
    return ServedNetworks.signature("reconstruct")
        .input("image", image)
        .output("image", served.named("reconstruct.image", served.decoded(mean)))
        .build();
  }

  /**
   * Pictures between two images. The straight line between the posterior means is taken: it starts
   * and ends at the images' reconstructions, and is defined for means at the origin. (Spherical
   * interpolation keeps the length of draws from the prior, which means are not.)
   */
  private Signature interpolate() {
    // Not "from": a keyword of Python's, whose loader makes every input a parameter.
    Placeholder<TFloat32> start = served.imageInput("interpolate.start");
    Placeholder<TFloat32> end = served.imageInput("interpolate.end");
    Placeholder<TFloat32> position =
        tf.withName("interpolate.position")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
    List<Operand<TFloat32>> rows =
        served.ofEqualRows(
            List.of(
                served.posterior(start).mean(),
                served.posterior(end).mean(),
                tf.expandDims(position, tf.constant(1))));
    Operand<TFloat32> from = rows.get(0);
    // z = from + position * (to - from)
    Operand<TFloat32> step = tf.math.mul(rows.get(2), tf.math.sub(rows.get(1), from));
    Operand<TFloat32> codes = tf.math.add(from, step);
    return ServedNetworks.signature("interpolate")
        .input("start", start)
        .input("end", end)
        .input("position", position)
        .output("image", served.named("interpolate.image", served.decoded(codes)))
        .build();
  }

  @Override
  public void close() {
    graph.close();
  }
}
