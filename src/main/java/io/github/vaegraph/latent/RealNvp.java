package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Count;
import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.network.Condition;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A flow from N(0, I) by affine couplings (Dinh et al. 2017; as a prior: Xu et al. 2019), which are
 * told the class in a conditional model:
 *
 * <pre>
 *   z = f_n(... f_1(e)),  e ~ N(0, I)
 *   log p(z) = log N(e; 0, I) - sum_i log |det f_i|
 * </pre>
 *
 * <p>Which half of a code stays alternates. Of one dimension no half stays, and what is left is a
 * Gaussian whose mean and variance are learned, of each class where there are classes.
 *
 * @param base of e
 * @param couplings f_1 to f_n
 */
record RealNvp(StandardNormal base, List<Coupling> couplings) implements Prior {
  static final Choice.Option<Prior.Family> OPTION =
      new Choice.Option<>(
          "realnvp",
          "COUPLINGS",
          "a flow of affine couplings, learned with the model",
          List.of("realnvp:3"),
          RealNvp::read);

  private static final int MOST = 100;

  /** Copies the couplings. */
  RealNvp {
    couplings = List.copyOf(couplings);
  }

  private static Family read(String couplings) {
    return new Family(Count.read("a flow", "realnvp:COUPLINGS", MOST, couplings));
  }

  @Override
  public Prior given(Ops tf, Condition condition) {
    return condition
        .rows()
        .<Prior>map(rows -> new RealNvp(base, couplings.stream().map(c -> c.given(rows)).toList()))
        .orElse(this);
  }

  @Override
  public Operand<TFloat32> logProb(Ops tf, Operand<TFloat32> codes) {
    Operand<TFloat32> e = codes;
    List<Operand<TFloat32>> terms = new ArrayList<>();
    for (int i = couplings.size() - 1; i >= 0; i--) {
      Bijector.Moved moved = couplings.get(i).inverse(tf, e);
      e = moved.codes();
      terms.add(tf.math.neg(moved.logDeterminant()));
    }
    terms.add(base.logProb(tf, e));
    return tf.math.addN(terms);
  }

  @Override
  public Source source(Ops tf, Noise noise) {
    return base.source(tf, noise);
  }

  @Override
  public Operand<TFloat32> codes(Ops tf, Source source) {
    Operand<TFloat32> z = source.normal();
    for (Coupling coupling : couplings) {
      z = coupling.forward(tf, z).codes();
    }
    return z;
  }

  /**
   * The prior without variables.
   *
   * @param couplings how many
   */
  record Family(int couplings) implements Prior.Family {
    @Override
    public String text() {
      return "realnvp:" + couplings;
    }

    @Override
    public Prior create(
        Ops tf,
        Parameters parameters,
        Prior.Setting setting,
        Prior.Encoder encoder,
        Examples examples) {
      List<Coupling> all = new ArrayList<>();
      for (int i = 0; i < couplings; i++) {
        all.add(
            Coupling.create(parameters, "prior.coupling" + i, setting.dim(), i, setting.classes()));
      }
      return new RealNvp(new StandardNormal(setting.dim()), all);
    }

    @Override
    public long parameters(Prior.Setting setting) {
      long sum = 0;
      for (int i = 0; i < couplings; i++) {
        sum += Coupling.parameters(setting.dim(), i, setting.classes());
      }
      return sum;
    }

    @Override
    public long valuesPerRow(int dim) {
      return couplings * (2L * Coupling.WIDTH + 3L * dim);
    }
  }
}
