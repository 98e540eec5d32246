package io.github.vaegraph.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/**
 * When one node of the graph ran in one step, from TensorFlow's own step statistics.
 *
 * @param node the node's name after TensorFlow's rewrites
 * @param op the kind of node
 * @param startMicros from the beginning of the step
 * @param micros how long the kernel ran
 */
public record NodeTime(String node, String op, double startMicros, double micros) {
  static List<NodeTime> of(RunMetadata metadata) {
    List<NodeTime> times = new ArrayList<>();
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        // The label reads "name = Op(inputs)".
        String label = node.getTimelineLabel();
        int equals = label.indexOf(" = ");
        int bracket = label.indexOf('(', equals);
        String op = equals < 0 || bracket < 0 ? "?" : label.substring(equals + 3, bracket);
        times.add(
            new NodeTime(
                node.getNodeName(),
                op,
                node.getAllStartNanos() / 1e3,
                (node.getOpEndRelNanos() - node.getOpStartRelNanos()) / 1e3));
      }
    }
    double first = times.stream().mapToDouble(NodeTime::startMicros).min().orElse(0);
    return times.stream()
        .map(t -> new NodeTime(t.node(), t.op(), t.startMicros() - first, t.micros()))
        .toList();
  }
}
