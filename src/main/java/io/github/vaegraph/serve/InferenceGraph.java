package io.github.vaegraph.serve;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.DiagonalGaussian;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.SeededNormal;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.Networks;
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
  static final String METHOD = "tensorflow/serving/predict";

  final Graph graph = new Graph();
  final List<Signature> signatures;

  private final Ops tf = Ops.create(graph);
  private final ImageShape shape;
  private final Networks networks;

  InferenceGraph(ModelConfig config) {
    this.shape = config.image();
    this.networks = Networks.create(tf, Parameters.restored(tf), config, new float[shape.size()]);
    this.signatures =
        List.of(
            encode("encode"),
            encode(Signature.DEFAULT_KEY),
            generate(config.latentDim()),
            decode(config.latentDim()),
            reconstruct());
  }

  private Signature encode(String key) {
    Placeholder<TFloat32> image = imageInput(key);
    DiagonalGaussian posterior = posterior(image);
    return signature(key)
        .input("image", image)
        .output("mean", named(key + ".mean", posterior.mean()))
        .output("log_variance", named(key + ".logVariance", posterior.logVariance()))
        .build();
  }

  private Signature generate(int latentDim) {
    Placeholder<TInt64> seed =
        tf.withName("generate.seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    Operand<TFloat32> codes = SeededNormal.noise(tf, seed, latentDim);
    return signature("generate")
        .input("seed", seed)
        .output("image", named("generate.image", decoded(codes)))
        .output("z", named("generate.codes", codes))
        .build();
  }

  private Signature decode(int latentDim) {
    Placeholder<TFloat32> codes =
        tf.withName("decode.codes")
            .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, latentDim)));
    return signature("decode")
        .input("z", codes)
        .output("image", named("decode.image", decoded(codes)))
        .build();
  }

  private Signature reconstruct() {
    Placeholder<TFloat32> image = imageInput("reconstruct");
    return signature("reconstruct")
        .input("image", image)
        .output("image", named("reconstruct.image", decoded(posterior(image).mean())))
        .build();
  }

  private static Signature.Builder signature(String key) {
    return Signature.builder().key(key).methodName(METHOD);
  }

  private Placeholder<TFloat32> imageInput(String signature) {
    return tf.withName(signature + ".input")
        .placeholder(
            TFloat32.class,
            Placeholder.shape(Shape.of(-1, shape.height(), shape.width(), shape.channels())));
  }

  private DiagonalGaussian posterior(Operand<TFloat32> image) {
    return networks
        .encoder()
        .encode(tf, tf.reshape(image, tf.constant(new int[] {-1, shape.size()})));
  }

  /** The likelihood's mean for each code: [B, L] -> [B, H, W, C]. */
  private Operand<TFloat32> decoded(Operand<TFloat32> codes) {
    Operand<TFloat32> mean = networks.decoder().decode(tf, codes).mean(tf);
    return tf.reshape(
        mean, tf.constant(new int[] {-1, shape.height(), shape.width(), shape.channels()}));
  }

  /** A signature's output needs a node of its own with a readable name. */
  private Operand<TFloat32> named(String name, Operand<TFloat32> value) {
    return tf.withName(name).identity(value);
  }

  @Override
  public void close() {
    graph.close();
  }
}
