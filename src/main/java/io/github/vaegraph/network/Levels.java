package io.github.vaegraph.network;

import io.github.vaegraph.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The networks of several stochastic layers. What an image says of each layer goes up; from the
 * codes of the top a path t leads down to the decoder, and the codes of every layer enter it:
 *
 * <pre>
 *   t_n = start(z_n, c),  h_i = features_i(t_i+1),  t_i = after_i(h_i, z_i),  decoder(end(t_1, c))
 * </pre>
 *
 * <p>Codes, features and paths are rows, of maps as well: height, width, channels. Lists are from
 * the image up.
 */
public interface Levels {
  /**
   * Images with the condition beside them [B, D + C] to what they say of each layer's posterior:
   * means and log-variances [B, 2 d], those of one layer beside those of the next.
   */
  Trunk up();

  /** Where the path begins: codes of the top [..., N, d] -> t_n [..., N, w]. */
  Operand<TFloat32> start(Ops tf, Operand<TFloat32> top, Condition condition);

  /** What leads through each layer below the top. */
  List<Step> steps();

  /** What the decoder sees where the path ends: t_1 [..., N, w] -> [..., N, in]. */
  Operand<TFloat32> end(Ops tf, Operand<TFloat32> path, Condition condition);

  /** [N, in] to the likelihood's parameters. */
  Trunk decoder();

  /** How the codes of a layer below the top are chosen, when the path has come there. */
  @FunctionalInterface
  interface Choose {
    /** z_i [..., N, d] for h_i [..., N, w]. */
    Operand<TFloat32> of(int layer, Step step, Operand<TFloat32> features);
  }

  /**
   * The way down from codes of the top [..., N, d], through a choice at each layer below: what the
   * decoder sees at its end [..., N, in].
   */
  default Operand<TFloat32> descend(
      Ops tf, Operand<TFloat32> top, Condition condition, Choose choose) {
    Operand<TFloat32> path = start(tf, top, condition);
    for (int i = steps().size() - 1; i >= 0; i--) {
      Step step = steps().get(i);
      Operand<TFloat32> features = step.features(tf, path);
      path = step.after(tf, features, choose.of(i, step, features));
    }
    return end(tf, path, condition);
  }

  /** What the decoder sees of codes [..., N, d] of each layer: [..., N, in]. */
  default Operand<TFloat32> seen(Ops tf, List<Operand<TFloat32>> codes, Condition condition) {
    return descend(
        tf, codes.get(codes.size() - 1), condition, (layer, step, features) -> codes.get(layer));
  }

  /**
   * One layer below the top.
   *
   * @param features the path above it, t_i+1, to h [N, w]
   * @param prior h to the means and log-variances of its prior, given all codes above [N, 2 d]
   * @param offset h to its part of how far posteriors are off that prior [N, 2 d]
   * @param entering codes z_i [N, d] to what is added to h; empty where they take its place
   */
  record Step(Trunk features, Trunk prior, Trunk offset, Optional<Trunk> entering) {
    /** h [..., N, w]. */
    public Operand<TFloat32> features(Ops tf, Operand<TFloat32> path) {
      return rows(tf, features, path);
    }

    /** [..., N, 2 d] of h. */
    public Operand<TFloat32> prior(Ops tf, Operand<TFloat32> h) {
      return rows(tf, prior, h);
    }

    /** [..., N, 2 d] of h. */
    public Operand<TFloat32> offset(Ops tf, Operand<TFloat32> h) {
      return rows(tf, offset, h);
    }

    /** t_i, the path below the layer. */
    public Operand<TFloat32> after(Ops tf, Operand<TFloat32> h, Operand<TFloat32> codes) {
      return entering.isEmpty() ? codes : tf.math.add(h, rows(tf, entering.get(), codes));
    }
  }

  /** What a trunk makes of [..., N, in]. */
  static Operand<TFloat32> rows(Ops tf, Trunk trunk, Operand<TFloat32> x) {
    return Layers.onMatrix(tf, x, trunk.width(), matrix -> trunk.apply(tf, matrix));
  }
}
