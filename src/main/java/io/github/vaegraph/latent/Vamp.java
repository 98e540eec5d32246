package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Count;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The mixture of the posteriors of K pseudo-inputs, images that are learned (Tomczak and Welling
 * 2018, VAE with a VampPrior):
 *
 * <pre>
 *   p(z) = sum_k w_k q(z|u_k),   u_k = sigmoid(a_k)
 * </pre>
 *
 * <p>A sigmoid keeps u in (0, 1) and never stops its gradient, as a clipped value does. The weights
 * are learned, as {@link Mixture}'s are, and begin at the paper's 1 / K. The encoder of a
 * conditional model wants a class with each image: pseudo-input k is of class k modulo C for good,
 * so that the encoder sees each once, and each class has weights of its own, p(z|c) = sum_k w_ck
 * q(z|u_k, c_k).
 */
final class Vamp {
  static final Choice.Option<Prior.Family> OPTION =
      new Choice.Option<>(
          "vamp",
          "K",
          "the posteriors of K images that are learned with the model",
          List.of("vamp:4"),
          text -> new Family(Count.read("a VampPrior", "vamp:K", Mixture.MOST, text)));

  private Vamp() {}

  /**
   * The prior without variables.
   *
   * @param components K
   */
  record Family(int components) implements Prior.Family {
    /** Of what the sigmoid is taken of: about a twelfth of the range of a grey pixel. */
    private static final float NOISE = 0.3f;

    /** Black and white pixels start here, where the sigmoid is not yet flat. */
    private static final float DARKEST = 0.05f;

    /** So many go through the encoder one beside the other, as the images of a tower do. */
    private static final int AT_ONCE = 128;

    @Override
    public String text() {
      return "vamp:" + components;
    }

    @Override
    public Prior create(
        Ops tf,
        Parameters parameters,
        Prior.Setting setting,
        Prior.Encoder encoder,
        Examples examples) {
      Operand<TFloat32> images =
          tf.math.sigmoid(
              parameters.matrixAround(
                  "prior.inputs",
                  components,
                  setting.values(),
                  () -> logits(examples.values(components, setting.classes())),
                  NOISE));
      Operand<TFloat32> logits = Mixture.logits(tf, parameters, components, setting.classes());
      Operand<TFloat64> gaussians =
          parameters.derive(
              "prior.gaussians",
              () -> {
                List<Operand<TFloat32>> moments =
                    Layers.splitLast(tf, posteriors(tf, images, setting.classes(), encoder), 2);
                return Mixture.gaussians(tf, moments.get(0), moments.get(1));
              });
      return new Mixture(components, setting.dim(), logits, gaussians);
    }

    /** What the sigmoid makes the images of. */
    private static float[] logits(float[] images) {
      float[] logits = new float[images.length];
      for (int i = 0; i < logits.length; i++) {
        double u = DARKEST + (1 - 2 * DARKEST) * images[i];
        logits[i] = (float) Math.log(u / (1 - u));
      }
      return logits;
    }

    /** Means and log-variances: [K, 2 L]. */
    private Operand<TFloat32> posteriors(
        Ops tf, Operand<TFloat32> images, int classes, Prior.Encoder encoder) {
      List<Operand<TFloat32>> parts = new ArrayList<>();
      int columns = Math.toIntExact(images.shape().get(1));
      for (int from = 0; from < components; from += AT_ONCE) {
        int count = Math.min(AT_ONCE, components - from);
        Operand<TFloat32> some =
            tf.slice(
                images, tf.constant(new int[] {from, 0}), tf.constant(new int[] {count, columns}));
        parts.add(encoder.moments(tf, some, classes(tf, from, count, classes)));
      }
      return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
    }

    /** Of some of the pseudo-inputs. */
    private static Condition classes(Ops tf, int from, int count, int classes) {
      if (classes == 0) {
        return Condition.NONE;
      }
      float[] rows = new float[count * classes];
      for (int i = 0; i < count; i++) {
        rows[i * classes + (from + i) % classes] = 1;
      }
      return new Condition(
          Optional.of(tf.constant(Shape.of(count, classes), DataBuffers.of(rows))));
    }

    @Override
    public boolean chooses() {
      return true;
    }

    @Override
    public long parameters(Prior.Setting setting) {
      return components * (Math.max(1, setting.classes()) + (long) setting.values());
    }

    @Override
    public long valuesPerRow(int dim) {
      return new Mixture.Family(components).valuesPerRow(dim);
    }

    @Override
    public int encoded() {
      return components;
    }
  }
}
