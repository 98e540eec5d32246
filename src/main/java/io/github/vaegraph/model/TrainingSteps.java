package io.github.vaegraph.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The training half of {@link VaeSession}: what feeds and fetches the training step. */
final class TrainingSteps {
  private final VaeGraph graph;
  private final VaeGraph.TrainStep ops;
  private final Session session;

  TrainingSteps(VaeGraph graph, VaeGraph.TrainStep ops, Session session) {
    this.graph = graph;
    this.ops = ops;
    this.session = session;
  }

  void step(Step step) {
    try (Feeds feeds = feeds(step)) {
      feeds.runner().addTarget(ops.apply()).run().close();
    }
  }

  StepResult measured(Step step) {
    try (Feeds feeds = feeds(step);
        Result result =
            feeds
                .runner()
                .addTarget(ops.apply())
                .fetch(ops.loss())
                .fetch(ops.rate())
                .fetch(ops.distortion())
                .fetch(ops.gradientNorms())
                .run()) {
      float[] norms = Tensors.floats(result.get(3));
      Map<String, Float> byVariable = new LinkedHashMap<>();
      for (String name : graph.parameters.variables().keySet()) {
        byVariable.put(name, norms[byVariable.size()]);
      }
      return new StepResult(
          ((TFloat32) result.get(0)).getFloat(),
          ((TFloat32) result.get(1)).getFloat(),
          ((TFloat32) result.get(2)).getFloat(),
          byVariable);
    }
  }

  List<NodeTime> traced(Step step) {
    RunOptions trace =
        RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build();
    try (Feeds feeds = feeds(step);
        Result result =
            feeds.runner().setOptions(trace).addTarget(ops.apply()).runAndFetchMetadata()) {
      return NodeTime.of(result.getMetadata().orElseThrow());
    }
  }

  /** The gradient by each vector of biases, without a step. */
  Map<String, float[]> biasGradients(Step step) {
    try (Feeds feeds = feeds(step)) {
      ops.biasGradients().values().forEach(feeds.runner()::fetch);
      try (Result result = feeds.runner().run()) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        for (String name : ops.biasGradients().keySet()) {
          gradients.put(name, Tensors.floats(result.get(gradients.size())));
        }
        return gradients;
      }
    }
  }

  /** The variables, the optimizer's among them, that hold a value which is no finite number. */
  List<String> notFinite() {
    Session.Runner runner = session.runner();
    ops.finite().values().forEach(runner::fetch);
    try (Result result = runner.run()) {
      List<String> names = new ArrayList<>();
      int next = 0;
      for (Map.Entry<String, Operand<TBool>> variable : ops.finite().entrySet()) {
        if (!((TBool) result.get(next++)).getBoolean()) {
          names.add(variable.getKey());
        }
      }
      return names;
    }
  }

  private Feeds feeds(Step step) {
    int capacity = Math.toIntExact(ops.pixels().shape().get(0));
    if (step.batch().count() > capacity) {
      throw new IllegalArgumentException(
          "expected a batch of at most %d images, found %d"
              .formatted(capacity, step.batch().count()));
    }
    int size = Math.toIntExact(ops.pixels().shape().get(1));
    Feeds feeds = new Feeds(session.runner());
    feeds.put(ops.pixels(), Tensors.pixels(step.batch(), capacity, size));
    ops.fractions()
        .ifPresent(part -> feeds.put(part, Tensors.fractions(step.batch(), capacity, size)));
    ops.labels().ifPresent(labels -> feeds.put(labels, Tensors.labels(step.batch(), capacity)));
    feeds.put(ops.count(), TInt32.scalarOf(step.batch().count()));
    feeds.put(graph.noiseSeed, TInt64.vectorOf(step.noiseSeed(), step.counter()));
    feeds.put(ops.learningRate(), TFloat32.scalarOf(step.learningRate()));
    feeds.put(ops.beta(), TFloat32.scalarOf(step.beta()));
    return feeds;
  }
}
