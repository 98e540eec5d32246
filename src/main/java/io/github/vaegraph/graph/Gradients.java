package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * The gradient of a loss by every variable. TensorFlow derives it down to the outputs of the affine
 * layers; from there one product over all of a layer's uses gives the weights' gradient:
 *
 * <pre>
 *   y_t = x_t W + b  for the towers t,   g_t = d loss / d y_t
 *   d loss / dW = sum_t x_t^T g_t = [x_1; x_2; ...]^T [g_1; g_2; ...]
 *   d loss / db = sum of the rows of [g_1; g_2; ...]
 * </pre>
 *
 * <p>Derived op by op, every tower would have a product as large as the weights, and all would be
 * added.
 */
final class Gradients {
  /** Where an affine layer was used: inputs x [N, in] and outputs y [N, out]. */
  static final class Uses {
    private final String weights;
    private final String bias;
    private final List<Operand<TFloat32>> inputs = new ArrayList<>();
    private final List<Operand<TFloat32>> outputs = new ArrayList<>();

    Uses(String weights, String bias) {
      this.weights = weights;
      this.bias = bias;
    }

    void add(Operand<TFloat32> x, Operand<TFloat32> y) {
      inputs.add(x);
      outputs.add(y);
    }
  }

  /**
   * The gradients of a loss.
   *
   * @param byVariable the gradient by each variable, by the variable's name
   * @param derived what TensorFlow derived: once these are known, nothing in the graph reads a
   *     variable's old value any more
   */
  record Result(Map<String, Operand<TFloat32>> byVariable, List<Op> derived) {}

  private Gradients() {}

  /**
   * Adds the gradients to the graph.
   *
   * @param loss []
   * @param reads what the networks compute with, by the variable's name
   * @param layers the affine layers, with all their uses in this loss
   */
  static Result of(
      Ops tf,
      Graph graph,
      Operand<TFloat32> loss,
      Map<String, Operand<TFloat32>> reads,
      List<Uses> layers) {
    Map<String, Operand<TFloat32>> others = new LinkedHashMap<>(reads);
    List<Output<?>> by = new ArrayList<>();
    for (Uses layer : layers) {
      others.remove(layer.weights);
      others.remove(layer.bias);
      layer.outputs.forEach(y -> by.add(y.asOutput()));
    }
    others.values().forEach(read -> by.add(read.asOutput()));
    Output<?>[] derived = graph.addGradients(loss.asOutput(), by.toArray(Output<?>[]::new));

    // Every product waits until all is derived: otherwise the executor may start a large one while
    // a tower still waits for a thread, and the others then wait for that tower.
    List<Op> all = List.of(derived);
    Ops afterwards = tf.withControlDependencies(all);
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    int next = 0;
    for (Uses layer : layers) {
      List<Operand<TFloat32>> outputGradients = new ArrayList<>();
      for (int i = 0; i < layer.outputs.size(); i++) {
        outputGradients.add(derived[next++].expect(TFloat32.class));
      }
      Operand<TFloat32> x = rows(tf, layer.inputs);
      Operand<TFloat32> g = rows(tf, outputGradients);
      gradients.put(layer.weights, afterwards.linalg.matMul(x, g, MatMul.transposeA(true)));
      gradients.put(layer.bias, tf.nn.biasAddGrad(g));
    }
    for (String name : others.keySet()) {
      gradients.put(name, derived[next++].expect(TFloat32.class));
    }
    return new Result(gradients, all);
  }

  private static Operand<TFloat32> rows(Ops tf, List<Operand<TFloat32>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }
}
