package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Glorot;
import org.tensorflow.framework.initializers.TruncatedNormal;
import org.tensorflow.framework.initializers.VarianceScaling;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * The trainable variables of one graph, in the order of their creation, by dotted name ({@code
 * encoder.hidden0.weights}). A name with a slash would break the optimizer's slots.
 *
 * <p>Every variable is read once, through an identity: an op on the variable itself sees a
 * reference type, which some kernels answer with a crash of the JVM.
 */
public final class Parameters {
  /** How much smaller the outputs of a layer that starts small are than its inputs. */
  static final int SMALLER = 10;

  /** The deviation of a standard normal distribution that is truncated at two deviations. */
  private static final double TRUNCATED = 0.8796256610342398;

  private final Ops tf;
  private final OptionalLong seed;
  private final Map<String, Variable<TFloat32>> variables;
  private final Map<String, Operand<TFloat32>> reads;
  private final List<Gradients.Uses> layers;
  private final Map<String, Solution> solutions;
  private final Set<String> inference; // the names of the inference network's
  private final Map<String, Operand<TFloat64>> derived;
  private final Map<String, TFloat64> known; // derived values, as constants
  private final boolean inferring;

  private Parameters(Ops tf, OptionalLong seed, Map<String, TFloat64> known) {
    this.tf = tf;
    this.seed = seed;
    this.variables = new LinkedHashMap<>();
    this.reads = new LinkedHashMap<>();
    this.layers = new ArrayList<>();
    this.solutions = new LinkedHashMap<>();
    this.inference = new HashSet<>();
    this.derived = new LinkedHashMap<>();
    this.known = Map.copyOf(known);
    this.inferring = false;
  }

  private Parameters(Parameters whole) {
    this.tf = whole.tf;
    this.seed = whole.seed;
    this.variables = whole.variables;
    this.reads = whole.reads;
    this.layers = whole.layers;
    this.solutions = whole.solutions;
    this.inference = whole.inference;
    this.derived = whole.derived;
    this.known = whole.known;
    this.inferring = true;
  }

  /** The same variables; what is created here belongs to the inference network, q(z|x). */
  public Parameters inference() {
    return new Parameters(this);
  }

  /** Variables that the session's initialization draws from the seed. */
  public static Parameters initialized(Ops tf, long seed) {
    return new Parameters(tf, OptionalLong.of(seed), Map.of());
  }

  /** Variables without initial values, to be restored from a checkpoint. */
  public static Parameters restored(Ops tf) {
    return restored(tf, Map.of());
  }

  /**
   * The same, where values that follow from the variables are constants.
   *
   * @param known by name, as {@link #derived()} has them; copied
   */
  public static Parameters restored(Ops tf, Map<String, TFloat64> known) {
    return new Parameters(tf, OptionalLong.empty(), known);
  }

  /**
   * What follows from variables alone, and is costly to compute: a graph that is told the value has
   * a constant in its place.
   */
  public Operand<TFloat64> derive(String name, Supplier<Operand<TFloat64>> value) {
    TFloat64 told = known.get(name);
    if (told != null) {
      return tf.constantOf(told);
    }
    Operand<TFloat64> all = value.get();
    derived.put(name, all);
    return all;
  }

  /** What is computed of the variables by {@link #derive}, by name. */
  public Map<String, Operand<TFloat64>> derived() {
    return Collections.unmodifiableMap(derived);
  }

  /**
   * A weight matrix [in, out], drawn from the truncated normal of variance 2 / (in + out) (Glorot
   * and Bengio 2010, equation 12).
   */
  Operand<TFloat32> weights(String name, int in, int out) {
    // The framework's uniform Glorot draws from [0, limit): every weight positive.
    Optional<Operand<TFloat32>> initial =
        seed.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Glorot<TFloat32>(
                        VarianceScaling.Distribution.TRUNCATED_NORMAL,
                        seedOf(name, seed.getAsLong()))
                    .call(
                        tf.withInitScope(),
                        tf.withInitScope().constant(new long[] {in, out}),
                        TFloat32.class));
    return create(name, Shape.of(in, out), initial);
  }

  /**
   * Weights of any shape, of values drawn from the normal distribution truncated at two deviations,
   * with variance 2 / fan in, for which activations that are 0 for one half of their inputs keep
   * the size of what goes through (He et al. 2015, equation 10).
   *
   * @param fanIn how many values a unit adds up, which the framework's own count gets wrong
   */
  Operand<TFloat32> rectified(String name, int fanIn, int... shape) {
    long[] sides = Arrays.stream(shape).asLongStream().toArray();
    float deviation = (float) (Math.sqrt(2.0 / fanIn) / TRUNCATED);
    Optional<Operand<TFloat32>> initial =
        seed.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TruncatedNormal<TFloat32>(0, deviation, seedOf(name, seed.getAsLong()))
                    .call(tf.withInitScope(), tf.withInitScope().constant(sides), TFloat32.class));
    return create(name, Shape.of(sides), initial);
  }

  /** The fan in that gives {@link #rectified} weights whose sums are so many times smaller. */
  static int fanIn(int values, int smaller) {
    return values * smaller * smaller;
  }

  /**
   * A matrix [rows, columns] of values drawn from the normal distribution of mean 0, truncated at
   * two deviations.
   */
  public Operand<TFloat32> matrix(String name, int rows, int columns, float deviation) {
    Optional<Operand<TFloat32>> initial =
        seed.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TruncatedNormal<TFloat32>(0, deviation, seedOf(name, seed.getAsLong()))
                    .call(
                        tf.withInitScope(),
                        tf.withInitScope().constant(new long[] {rows, columns}),
                        TFloat32.class));
    return create(name, Shape.of(rows, columns), initial);
  }

  /**
   * A matrix [rows, columns] of these values, each moved by noise as {@link #matrix} has it.
   *
   * @param values row-major; asked for only where the variable starts
   */
  public Operand<TFloat32> matrixAround(
      String name, int rows, int columns, Supplier<float[]> values, float deviation) {
    if (seed.isEmpty()) {
      return create(name, Shape.of(rows, columns), Optional.empty());
    }
    Ops init = tf.withInitScope();
    Operand<TFloat32> noise =
        new TruncatedNormal<TFloat32>(0, deviation, seedOf(name, seed.getAsLong()))
            .call(init, init.constant(new long[] {rows, columns}), TFloat32.class);
    Operand<TFloat32> centre = init.constant(Shape.of(rows, columns), DataBuffers.of(values.get()));
    return create(name, Shape.of(rows, columns), Optional.of(init.math.add(centre, noise)));
  }

  /** A vector [values.length] that starts at these values. */
  public Operand<TFloat32> vector(String name, float[] values) {
    Optional<Operand<TFloat32>> initial =
        seed.isEmpty()
            ? Optional.empty()
            : Optional.of(tf.withInitScope().constant(StdArrays.ndCopyOf(values)));
    return create(name, Shape.of(values.length), initial);
  }

  /** What a variable that follows no gradient becomes after a step. */
  @FunctionalInterface
  public interface Solution {
    /**
     * The next value.
     *
     * @param value the variable's, in the step
     * @param gradient of the step's loss by it, unclipped
     */
    Operand<TFloat32> next(Ops tf, Operand<TFloat32> value, Operand<TFloat32> gradient);
  }

  /**
   * A vector [values.length] that starts at these values and goes down no gradient: where the loss
   * is lowest by it is known in closed form, and every step sets it to that.
   */
  public Operand<TFloat32> solved(String name, float[] values, Solution solution) {
    Operand<TFloat32> read = vector(name, values);
    solutions.put(name, solution);
    return read;
  }

  private Operand<TFloat32> create(
      String name, Shape shape, Optional<Operand<TFloat32>> initialValue) {
    if (reads.containsKey(name)) {
      throw new IllegalStateException("two variables named " + name);
    }
    Variable<TFloat32> variable = tf.withName(name).variable(shape, TFloat32.class);
    // A plain assign counts as the variable's initializer in the session's own initialization.
    initialValue.ifPresent(value -> tf.withInitScope().assign(variable, value));
    variables.put(name, variable);
    Operand<TFloat32> read = tf.withName(read(name)).identity(variable);
    reads.put(name, read);
    if (inferring) {
      inference.add(name);
    }
    return read;
  }

  /** The node that reads a variable. */
  static String read(String name) {
    return name + ".read";
  }

  /** The variables by name, in the order of their creation. */
  public Map<String, Variable<TFloat32>> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /** A variable's value, as the networks read it. */
  Operand<TFloat32> value(String name) {
    return Objects.requireNonNull(reads.get(name), name);
  }

  /** What becomes of the variables that follow no gradient, by their names. */
  Map<String, Solution> solutions() {
    return Collections.unmodifiableMap(solutions);
  }

  /** Notes the uses of an affine layer with these variables, for the gradient. */
  Gradients.Uses affine(String weights, String bias) {
    Gradients.Uses uses = new Gradients.Uses(weights, bias);
    layers.add(uses);
    return uses;
  }

  /**
   * The gradients of a loss by all variables. They count every use of a layer so far: what the loss
   * does not depend on is to be built afterwards.
   *
   * @throws IllegalStateException when a layer's variables are used outside of it, which these
   *     gradients would miss
   */
  Gradients.Result gradients(Ops tf, Graph graph, Loss loss) {
    return new Gradients(tf, graph, reads, layers).of(loss, inference);
  }

  /** A seed of its own for each variable, so that adding a layer leaves the others' draws alone. */
  private static long seedOf(String name, long seed) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = (mixed ^ name.charAt(i)) * 0x100000001b3L; // FNV-1a's prime
    }
    return mixed ^ (mixed >>> 29);
  }
}
