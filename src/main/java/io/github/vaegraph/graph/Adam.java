package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/**
 * Adam (Kingma and Ba 2015) with the learning rate as an operand, so that a schedule or a watchdog
 * may feed it, with gradients optionally clipped by their global norm, and with the bias
 * corrections' powers updated after every variable has used them.
 */
public final class Adam {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final Graph graph;
  private final Ops tf;
  private final Operand<TFloat32> learningRate;
  private final Variable<TFloat32> beta1Power;
  private final Variable<TFloat32> beta2Power;

  /**
   * @param learningRate [] read at every step
   */
  public Adam(Graph graph, Operand<TFloat32> learningRate) {
    this.graph = graph;
    this.tf = GraphOps.of(graph).withName("adam");
    this.learningRate = learningRate;
    this.beta1Power = power("adam.beta1Power", BETA1);
    this.beta2Power = power("adam.beta2Power", BETA2);
  }

  private Variable<TFloat32> power(String name, float beta) {
    Variable<TFloat32> power = tf.withName(name).variable(Shape.scalar(), TFloat32.class);
    tf.withInitScope().assign(power, tf.withInitScope().constant(beta));
    return power;
  }

  /**
   * One step downhill.
   *
   * @param apply the op that takes it
   * @param norms [V] the norm of the gradient by each variable, before any clipping, in the order
   *     of the variables' creation
   * @param biasGradients the gradient by each vector of biases, by the variable's name
   */
  public record Descent(
      Op apply, Operand<TFloat32> norms, Map<String, Operand<TFloat32>> biasGradients) {}

  /**
   * Adds a step downhill to the graph.
   *
   * @param loss what is minimized, and by whose gradient
   * @param clipNorm the largest global norm of the gradient, or empty for no clipping
   */
  public Descent minimize(Loss loss, Parameters parameters, Optional<Float> clipNorm) {
    Gradients.Result gradients = parameters.gradients(tf, graph, loss);
    Map<String, Operand<TFloat32>> byVariable = gradients.byVariable();
    Map<String, Parameters.Solution> solutions = parameters.solutions();
    // |g_v|^2 = sum g_i^2
    List<Operand<TFloat32>> squares = new ArrayList<>();
    List<Operand<TFloat32>> descending = new ArrayList<>(); // of what is clipped
    for (String name : parameters.variables().keySet()) {
      squares.add(tf.math.mul(tf.nn.l2Loss(gradient(byVariable, name)), tf.constant(2f)));
      if (!solutions.containsKey(name)) {
        descending.add(squares.get(squares.size() - 1));
      }
    }
    Map<String, Operand<TFloat32>> biases = new LinkedHashMap<>(byVariable);
    biases.keySet().removeIf(name -> !name.endsWith(".bias"));
    Map<String, Moments> moments = new LinkedHashMap<>();
    Map<String, Variable<TFloat32>> followers = new LinkedHashMap<>(parameters.variables());
    followers.keySet().removeAll(solutions.keySet());
    followers.forEach((name, variable) -> moments.put(name, moments(name, variable.shape())));
    // A read of a variable shares its memory, and a lower layer's gradient needs the old weights:
    // no update before the last of them is derived. It need not wait for the other variables'
    // gradients: updates of the upper layers then overlap with the product for the lowest one's
    // gradient.
    Ops afterReads = tf.withControlDependencies(gradients.derived());
    List<Op> updates = new ArrayList<>();
    Optional<Operand<TFloat32>> factor = clipNorm.map(norm -> clipFactor(descending, norm));
    followers.forEach(
        (name, variable) -> {
          Operand<TFloat32> raw = gradient(byVariable, name);
          Operand<TFloat32> used = factor.isPresent() ? tf.math.mul(raw, factor.get()) : raw;
          updates.add(
              update(afterReads, variable, Objects.requireNonNull(moments.get(name), name), used));
        });
    solutions.forEach(
        (name, solution) -> {
          Operand<TFloat32> next =
              solution.next(tf, parameters.value(name), gradient(byVariable, name));
          updates.add(
              afterReads.assign(
                  Objects.requireNonNull(parameters.variables().get(name), name), next));
        });
    return new Descent(finish(updates), tf.math.sqrt(tf.stack(squares)), biases);
  }

  private static Operand<TFloat32> gradient(
      Map<String, Operand<TFloat32>> byVariable, String name) {
    return Objects.requireNonNull(byVariable.get(name), name);
  }

  /** [] what clips a gradient of these squared norms by its norm over all variables. */
  private Operand<TFloat32> clipFactor(List<Operand<TFloat32>> squares, float clipNorm) {
    // clipNorm / max(|g|, clipNorm),  |g|^2 = sum over all variables of |g_v|^2
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.addN(squares));
    return tf.math.div(tf.constant(clipNorm), tf.math.maximum(norm, tf.constant(clipNorm)));
  }

  /**
   * What Adam keeps of a variable's gradients.
   *
   * @param first their mean, decaying
   * @param second their squares' mean, decaying
   */
  private record Moments(Variable<TFloat32> first, Variable<TFloat32> second) {}

  private Moments moments(String variable, Shape shape) {
    return new Moments(moment(variable + "-adam.m", shape), moment(variable + "-adam.v", shape));
  }

  private Variable<TFloat32> moment(String name, Shape shape) {
    Ops init = tf.withInitScope();
    Operand<TFloat32> zeros = init.zeros(init.constant(shape.asArray()), TFloat32.class);
    Variable<TFloat32> moment = init.withName(name).variable(shape, TFloat32.class);
    init.assign(moment, zeros);
    return moment;
  }

  private Op update(
      Ops afterReads, Variable<TFloat32> variable, Moments moments, Operand<TFloat32> gradient) {
    return afterReads.train.applyAdam(
        variable,
        moments.first,
        moments.second,
        beta1Power,
        beta2Power,
        learningRate,
        tf.constant(BETA1),
        tf.constant(BETA2),
        tf.constant(EPSILON),
        gradient);
  }

  /** All updates, and those of the bias corrections' powers after them. */
  private Op finish(List<Op> updates) {
    Ops afterUpdates = tf.withControlDependencies(updates);
    List<Op> all = new ArrayList<>(updates);
    all.add(afterUpdates.assign(beta1Power, tf.math.mul(beta1Power, tf.constant(BETA1))));
    all.add(afterUpdates.assign(beta2Power, tf.math.mul(beta2Power, tf.constant(BETA2))));
    return tf.withName("adam.step").withControlDependencies(all).noOp();
  }
}
