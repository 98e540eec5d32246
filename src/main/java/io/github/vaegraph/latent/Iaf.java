package io.github.vaegraph.latent;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Count;
import io.github.vaegraph.graph.Layers;
import io.github.vaegraph.graph.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A Gaussian that is bent by inverse autoregressive steps (Kingma et al. 2016), each of which sees
 * the image through numbers h of the encoder:
 *
 * <pre>
 *   z_0 = mean + exp(logVariance / 2) * e
 *   z_i = s_i * z_{i-1} + (1 - s_i) * m_i,   s_i = sigmoid(a_i),   (m_i, a_i) = f_i(z_{i-1}, h_i)
 *   log q(z|x) = log N(z_0; mean, exp(logVariance)) - sum_i sum log s_i
 * </pre>
 *
 * <p>In f_i no dimension sees itself or one after it, so that the determinant is that of a
 * triangle; the order turns round from step to step. It knows the density of its own draws, not
 * that of any code.
 *
 * @param base z_0
 * @param steps f_1 to f_n
 * @param contexts h_1 to h_n [B, {@link AutoregressiveStep#WIDTH}]
 * @param mean [B, L] the code that the base's mean becomes
 * @param logVariance [B, L] the base's, and what the steps scale each dimension by there
 */
record Iaf(
    GaussianPosterior base,
    List<AutoregressiveStep> steps,
    List<Operand<TFloat32>> contexts,
    Operand<TFloat32> mean,
    Operand<TFloat32> logVariance)
    implements Posterior {
  static final Choice.Option<Posterior.Family> OPTION =
      new Choice.Option<>(
          "iaf",
          "STEPS",
          "a Gaussian bent by inverse autoregressive steps",
          List.of("iaf:2"),
          Iaf::read);

  private static final int MOST = 100;

  private static Posterior.Family read(String steps) {
    return new Family(Count.read("a flow", "iaf:STEPS", MOST, steps));
  }

  static Iaf of(
      Ops tf,
      GaussianPosterior base,
      List<AutoregressiveStep> steps,
      List<Operand<TFloat32>> contexts) {
    Bent middle = bent(tf, base.mean(), steps, contexts);
    Operand<TFloat32> logVariance =
        tf.math.add(base.logVariance(), tf.math.mul(middle.logScales, tf.constant(2f)));
    return new Iaf(base, steps, contexts, middle.codes, logVariance);
  }

  /**
   * Codes after all steps.
   *
   * @param logScales what each dimension was scaled by, in logarithms, of the same shape
   */
  private record Bent(Operand<TFloat32> codes, Operand<TFloat32> logScales) {}

  private static Bent bent(
      Ops tf,
      Operand<TFloat32> codes,
      List<AutoregressiveStep> steps,
      List<Operand<TFloat32>> contexts) {
    List<Operand<TFloat32>> logScales = new ArrayList<>();
    Operand<TFloat32> z = codes;
    for (int i = 0; i < steps.size(); i++) {
      AutoregressiveStep.Stepped stepped = steps.get(i).apply(tf, z, contexts.get(i));
      z = stepped.codes();
      logScales.add(stepped.logScales());
    }
    return new Bent(z, tf.math.addN(logScales));
  }

  @Override
  public Sample draw(Ops tf, Noise noise) {
    Sample drawn = base.draw(tf, noise);
    Bent bent = bent(tf, drawn.codes(), steps, contexts);
    return new Sample(
        bent.codes, drawn.logProb().map(q -> tf.math.sub(q, Layers.sumLast(tf, bent.logScales))));
  }

  @Override
  public Optional<Operand<TFloat32>> kl(Ops tf, Prior prior) {
    return Optional.empty();
  }

  /**
   * The posterior without variables.
   *
   * @param steps how many
   */
  record Family(int steps) implements Posterior.Family {
    @Override
    public String text() {
      return "iaf:" + steps;
    }

    @Override
    public Optional<String> encodes() {
      return Optional.of(
          "`encode` returns no moments of q(z|x), which are not known: `mean` is the code in its"
              + " middle, that the Gaussian's mean becomes, and `log_variance` how widely each"
              + " dimension lies around it.");
    }

    @Override
    public int outputs(int dim) {
      return 2 * dim + steps * AutoregressiveStep.WIDTH;
    }

    @Override
    public long parameters(int dim) {
      return steps * AutoregressiveStep.parameters(dim);
    }

    @Override
    public long valuesPerRow(int dim) {
      return steps * (AutoregressiveStep.WIDTH + 4L * dim);
    }

    @Override
    public Posterior.Head head(Ops tf, Parameters parameters, int dim) {
      List<AutoregressiveStep> all = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        all.add(
            AutoregressiveStep.create(
                tf, parameters, "encoder.posterior.step" + i, dim, i % 2 == 1));
      }
      return (ops, outputs) -> {
        List<Operand<TFloat32>> contexts = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
          int from = 2 * dim + i * AutoregressiveStep.WIDTH;
          contexts.add(Layers.columns(ops, outputs, from, AutoregressiveStep.WIDTH));
        }
        GaussianPosterior base =
            GaussianPosterior.of(ops, Layers.columns(ops, outputs, 0, 2 * dim));
        return Iaf.of(ops, base, all, contexts);
      };
    }
  }
}
