package io.github.vaegraph.graph;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.train.Restore;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Builds graphs that are the same in every locale: see {@link PlainNames}. */
public final class GraphOps {
  private GraphOps() {}

  /** What adds ops to a graph; all such of one graph number equal names together. */
  public static Ops of(Graph graph) {
    return Ops.create(new PlainNames.Environment(graph));
  }

  /**
   * Adds the ops that save and restore the variables. TensorFlow Java adds them by itself when they
   * are first needed, but numbers them by the locale; where it finds these, of the names that it
   * would give, it takes them.
   */
  public static void addSaver(Graph graph) {
    Ops tf = of(graph).withSubScope("save");
    List<String> names = new ArrayList<>();
    List<Operand<?>> variables = new ArrayList<>();
    List<Class<? extends TType>> types = new ArrayList<>();
    for (Iterator<GraphOperation> all = graph.operations(); all.hasNext(); ) {
      GraphOperation op = all.next();
      if (op.type().equals("VariableV2")) {
        names.add(op.name());
        variables.add(op.output(0));
        types.add(TFloat32.class);
      }
    }
    Placeholder<TString> file = tf.withName("filename").placeholder(TString.class);
    Operand<TString> stored = tf.constant(StdArrays.ndCopyOf(names.toArray(String[]::new)));
    Operand<TString> whole = tf.zerosLike(stored); // no slices
    Op save = tf.train.save(file, stored, whole, variables);
    Restore restore = tf.train.restore(file, stored, whole, types);
    List<Op> assigned = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Operand<TFloat32> value = restore.tensors().get(i).expect(TFloat32.class);
      assigned.add(tf.assign(variables.get(i).asOutput().expect(TFloat32.class), value));
    }
    tf.withControlDependencies(List.of(file, save)).withName("control_dependency").identity(file);
    tf.withControlDependencies(assigned).withName("restore_all").noOp();
  }
}
