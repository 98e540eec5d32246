package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
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
    private final List<Operand<TFloat32>> products = new ArrayList<>();
    private final List<Operand<TFloat32>> outputs = new ArrayList<>();

    Uses(String weights, String bias) {
      this.weights = weights;
      this.bias = bias;
    }

    /**
     * Notes a use.
     *
     * @param product x W
     * @param y x W + b
     */
    void add(Operand<TFloat32> x, Operand<TFloat32> product, Operand<TFloat32> y) {
      inputs.add(x);
      products.add(product);
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

  private final Ops tf;
  private final Graph graph;
  private final Map<String, Operand<TFloat32>> reads;
  private final List<Uses> layers;

  /**
   * @param reads what the networks compute with, by the variable's name
   * @param layers the affine layers, with all their uses in the losses to come
   */
  Gradients(Ops tf, Graph graph, Map<String, Operand<TFloat32>> reads, List<Uses> layers) {
    this.tf = tf;
    this.graph = graph;
    this.reads = reads;
    this.layers = layers;
  }

  /**
   * Adds the gradients to the graph.
   *
   * @param inference the names of the variables that follow the loss's gradient for inference
   * @throws IllegalStateException when an affine layer's variables are used outside of it
   */
  Result of(Loss loss, Set<String> inference) {
    layers.forEach(this::refuseOtherUses);
    if (loss.inference() == loss.generative()) {
      return of(loss.inference(), reads.keySet());
    }
    Set<String> others = new LinkedHashSet<>(reads.keySet());
    others.removeAll(inference);
    Result inferred = of(loss.inference(), inference);
    Result generated = of(loss.generative(), others);
    Map<String, Operand<TFloat32>> byVariable = new LinkedHashMap<>(inferred.byVariable);
    byVariable.putAll(generated.byVariable);
    List<Op> derived = new ArrayList<>(inferred.derived);
    derived.addAll(generated.derived);
    return new Result(byVariable, derived);
  }

  /** What happens to a layer's variables elsewhere would have no part in their gradients. */
  private void refuseOtherUses(Uses layer) {
    refuseOthers(layer.weights, layer.products);
    refuseOthers(layer.bias, layer.outputs);
  }

  private void refuseOthers(String variable, List<Operand<TFloat32>> known) {
    Set<GraphOperation> others = new HashSet<>(read(variable).consumers());
    known.forEach(use -> others.remove((GraphOperation) use.op()));
    if (!others.isEmpty()) {
      throw new IllegalStateException(
          "%s: its gradient counts the uses of its layer alone, and %s uses it as well"
              .formatted(variable, others.iterator().next().name()));
    }
  }

  private GraphOperation read(String variable) {
    return (GraphOperation) Objects.requireNonNull(reads.get(variable), variable).op();
  }

  /** The gradient of one loss by the variables of these names. */
  private Result of(Operand<TFloat32> loss, Set<String> names) {
    List<Uses> some = layers.stream().filter(layer -> names.contains(layer.weights)).toList();
    Map<String, Operand<TFloat32>> others = new LinkedHashMap<>(reads);
    others.keySet().retainAll(names);
    List<Output<?>> by = new ArrayList<>();
    for (Uses layer : some) {
      others.remove(layer.weights);
      others.remove(layer.bias);
      layer.outputs.forEach(y -> by.add(y.asOutput()));
    }
    others.values().forEach(read -> by.add(read.asOutput()));
    Output<?>[] derived = graph.addGradients(loss.asOutput(), by.toArray(Output<?>[]::new));

    List<Op> all = List.of(derived);
    List<Product> products = new ArrayList<>();
    int next = 0;
    for (Uses layer : some) {
      List<Operand<TFloat32>> outputGradients = new ArrayList<>();
      for (int i = 0; i < layer.outputs.size(); i++) {
        outputGradients.add(derived[next++].expect(TFloat32.class));
      }
      products.add(new Product(layer, rows(tf, layer.inputs), rows(tf, outputGradients)));
    }
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (Lane lane : Lane.balanced(products)) {
      // Every product waits until all is derived: otherwise the executor may start a large one
      // while a tower still waits for a thread, and the others then wait for that tower.
      List<Op> before = all;
      for (Product product : lane.products) {
        Operand<TFloat32> g = product.of(tf.withControlDependencies(before));
        gradients.put(product.layer.weights, g);
        before = List.of(g);
      }
    }
    for (Product product : products) {
      gradients.put(product.layer.bias, tf.nn.biasAddGrad(product.g));
    }
    for (String name : others.keySet()) {
      gradients.put(name, derived[next++].expect(TFloat32.class));
    }
    return new Result(gradients, all);
  }

  /**
   * The gradient by one layer's weights, x^T g.
   *
   * @param x [N, in], of all towers
   * @param g [N, out], of all towers
   */
  private record Product(Uses layer, Operand<TFloat32> x, Operand<TFloat32> g) {
    Operand<TFloat32> of(Ops tf) {
      return tf.linalg.matMul(x, g, MatMul.transposeA(true));
    }

    /** To which its time is in proportion. */
    long size() {
      return x.shape().get(1) * g.shape().get(1);
    }
  }

  /**
   * Products that are computed one after the other. There are as many lanes as towers, and so as
   * threads, of about equal work. Left to itself the executor may keep a large product for the end,
   * while all other threads have nothing to do.
   */
  private static final class Lane {
    private final List<Product> products = new ArrayList<>(); // the smallest first
    private long size;

    private void add(Product product) {
      products.add(0, product);
      size += product.size();
    }

    /** The largest product first, each goes where there is least to do. */
    static List<Lane> balanced(List<Product> products) {
      // What a tower uses once, a prior may use besides.
      int towers = products.stream().mapToInt(p -> p.layer.inputs.size()).min().orElse(0);
      List<Lane> lanes = Stream.generate(Lane::new).limit(towers).toList();
      products.stream()
          .sorted(Comparator.comparingLong(Product::size).reversed())
          .forEach(
              product ->
                  lanes.stream()
                      .min(Comparator.comparingLong(lane -> lane.size))
                      .orElseThrow()
                      .add(product));
      return lanes;
    }
  }

  private static Operand<TFloat32> rows(Ops tf, List<Operand<TFloat32>> parts) {
    return parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
  }
}
