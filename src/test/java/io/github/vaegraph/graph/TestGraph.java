package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A small graph for a test. The first run initializes its variables: build everything before. */
public final class TestGraph implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private @Nullable Session session;

  public Ops tf() {
    return tf;
  }

  Graph graph() {
    return graph;
  }

  /** A constant of this shape, row-major. */
  public Operand<TFloat32> constant(Shape shape, float... values) {
    return tf.constant(shape, DataBuffers.of(values));
  }

  /** What is fed at each run. */
  public Placeholder<TFloat32> input(long... shape) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
  }

  /** d (sum of all elements of y) / dx, by TensorFlow: the shape of x. */
  public Operand<TFloat32> gradient(Operand<TFloat32> y, Operand<TFloat32> x) {
    Output<?>[] gradients = graph.addGradients(y.asOutput(), new Output<?>[] {x.asOutput()});
    return gradients[0].expect(TFloat32.class);
  }

  /** The values of y, row-major. */
  public float[] fetch(Operand<TFloat32> y) {
    return fetch(y, Map.of());
  }

  /** The values of y at these inputs, row-major. */
  public float[] fetch(Operand<TFloat32> y, Map<Placeholder<TFloat32>, float[]> inputs) {
    Session.Runner runner = session().runner().fetch(y);
    return run(runner, inputs);
  }

  /** The values of y where the input, whose shape is open, is of this one. */
  public float[] fetch(
      Operand<TFloat32> y, Placeholder<TFloat32> input, Shape shape, float[] values) {
    try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(values))) {
      return run(session().runner().fetch(y).feed(input, fed), Map.of());
    }
  }

  /** Runs an op for its effect. */
  public void run(Op op, Map<Placeholder<TFloat32>, float[]> inputs) {
    run(session().runner().addTarget(op), inputs);
  }

  private static float[] run(Session.Runner runner, Map<Placeholder<TFloat32>, float[]> inputs) {
    List<Tensor> fed = new ArrayList<>();
    inputs.forEach(
        (input, values) -> {
          fed.add(TFloat32.tensorOf(input.shape(), DataBuffers.of(values)));
          runner.feed(input, fed.get(fed.size() - 1));
        });
    try (Result result = runner.run()) {
      if (result.size() == 0) {
        return new float[0];
      }
      TFloat32 tensor = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.asRawTensor().data().asFloats().read(values);
      return values;
    } finally {
      fed.forEach(Tensor::close);
    }
  }

  /** d (sum of all elements of y) / dx by central differences of this half width. */
  public double[] differences(
      Operand<TFloat32> y, Placeholder<TFloat32> x, float[] at, float halfWidth) {
    double[] slopes = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      float[] above = at.clone();
      float[] below = at.clone();
      above[i] += halfWidth;
      below[i] -= halfWidth;
      double rise = sum(fetch(y, Map.of(x, above))) - sum(fetch(y, Map.of(x, below)));
      slopes[i] = rise / ((double) above[i] - below[i]);
    }
    return slopes;
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private Session session() {
    if (session == null) {
      NativeRuntime.prepare();
      session = new Session(graph, NativeRuntime.threads(1));
      session.initialize();
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
    graph.close();
  }
}
