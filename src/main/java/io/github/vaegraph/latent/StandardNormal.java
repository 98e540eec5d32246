package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * N(0, I).
 *
 * @param dim L
 */
record StandardNormal(int dim) implements Prior {
  static final Choice.Option<Prior.Family> OPTION =
      Choice.Option.plain("N(0, I)", new StandardNormal.Family());

  private static final float LOG_TWO_PI = (float) Math.log(2 * Math.PI);

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
    // log N(z; 0, I) = -1/2 sum { log(2 pi) + z^2 }
    Operand<TFloat32> terms = tf.math.add(tf.math.square(codes), tf.constant(LOG_TWO_PI));
    return tf.math.mul(Layers.sumLast(tf, terms), tf.constant(-0.5f));
  }

  @Override
  public Source source(Ops tf, Noise noise) {
    return new Source(noise.normal(tf, dim), Optional.empty());
  }

  @Override
  public Operand<TFloat32> codes(Ops tf, Source source) {
    return source.normal();
  }

  /** The prior without variables. */
  record Family() implements Prior.Family {
    @Override
    public String text() {
      return "normal";
    }

    @Override
    public Prior create(
        Ops tf, Parameters parameters, Setting setting, Encoder encoder, Examples examples) {
      return new StandardNormal(setting.dim());
    }

    @Override
    public boolean standardNormal() {
      return true;
    }

    @Override
    public long parameters(Setting setting) {
      return 0;
    }
  }
}
