package io.github.vaegraph.latent;

import io.github.vaegraph.graph.Parameters;
import io.github.vaegraph.graph.TestGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;

/** What maps are held against in tests. */
final class TestBijectors {
  private static final float WIDTH = 1f / 256;

  private TestBijectors() {}

  /** Draws all variables anew, far from where they start: to be run before anything is fetched. */
  static void shake(TestGraph graph, Parameters parameters, float deviation) {
    Ops tf = graph.tf();
    Random random = new Random(5);
    List<Op> assigns = new ArrayList<>();
    for (Variable<TFloat32> variable : parameters.variables().values()) {
      Shape shape = variable.shape();
      float[] values = new float[Math.toIntExact(shape.size())];
      // The sum of as many terms as a unit has keeps this deviation.
      double each = deviation / (shape.numDimensions() == 2 ? Math.sqrt((double) shape.get(0)) : 1);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (each * random.nextGaussian());
      }
      assigns.add(tf.assign(variable, graph.constant(shape, values)));
    }
    graph.run(tf.withControlDependencies(assigns).noOp(), Map.of());
  }

  /** log |det dy/dx| at a point [1, L], by central differences. */
  static double logDeterminant(
      TestGraph graph, Operand<TFloat32> y, Placeholder<TFloat32> x, float[] at) {
    RealMatrix jacobian = new Array2DRowRealMatrix(at.length, at.length);
    for (int column = 0; column < at.length; column++) {
      float[] above = at.clone();
      float[] below = at.clone();
      above[column] += WIDTH;
      below[column] -= WIDTH;
      float[] up = graph.fetch(y, Map.of(x, above));
      float[] down = graph.fetch(y, Map.of(x, below));
      for (int row = 0; row < at.length; row++) {
        jacobian.setEntry(row, column, ((double) up[row] - down[row]) / (2 * WIDTH));
      }
    }
    return Math.log(Math.abs(new LUDecomposition(jacobian).getDeterminant()));
  }
}
