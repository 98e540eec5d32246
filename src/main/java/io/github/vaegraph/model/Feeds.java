package io.github.vaegraph.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operation;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;

/** The tensors fed to one run of a session, closed together: each is native memory. */
record Feeds(Session.Runner runner, List<Tensor> tensors) implements AutoCloseable {
  Feeds(Session.Runner runner) {
    this(runner, new ArrayList<>());
  }

  /** Feeds a placeholder; the tensor is closed with the others. */
  void put(Op placeholder, Tensor tensor) {
    put(placeholder.op(), tensor);
  }

  /** Feeds any operation's output, in place of what would be computed. */
  void put(Operation operation, Tensor tensor) {
    tensors.add(tensor);
    runner.feed(operation.output(0), tensor);
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
  }
}
