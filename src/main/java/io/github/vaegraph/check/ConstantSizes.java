package io.github.vaegraph.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * How many values constants alone can make. TensorFlow computes what depends on nothing else when
 * it reads the graph, whoever asks for it or not, and knows no limit: a {@code Fill} of a line's
 * text takes all memory there is.
 */
final class ConstantSizes {
  /** 1 GiB of floats: more than any constant of use has. */
  private static final double MOST = 1L << 28;

  private static final AttrValue NOTHING = AttrValue.getDefaultInstance();

  /** Ops whose result has the shape that an input tells, and which input that is. */
  private static final Map<String, Integer> SHAPED =
      Map.of("BroadcastTo", 1, "Conv2DBackpropInput", 0, "Fill", 0, "LinSpace", 2, "ScatterNd", 2);

  /** Ops whose result is so many times as large as their first input as the second tells. */
  private static final Set<String> SCALED =
      Set.of(
          "MirrorPad",
          "OneHot",
          "Pad",
          "PadV2",
          "ResizeBicubic",
          "ResizeBilinear",
          "ResizeNearestNeighbor",
          "StatelessMultinomial",
          "Tile");

  /** They take the shape first. */
  private static final String RANDOM = "Stateless(Random|TruncatedNormal).*";

  /** No tensor has more axes. */
  private static final int MOST_AXES = 254;

  private final Map<String, NodeDef> constants = new HashMap<>();
  private final Map<String, Double> sizes = new HashMap<>();

  private ConstantSizes() {}

  /** The nodes that are made of constants alone and are, or may be, too large; a line each. */
  static List<String> tooLarge(List<NodeDef> nodes) {
    return new ConstantSizes().find(nodes);
  }

  private List<String> find(List<NodeDef> nodes) {
    List<String> found = new ArrayList<>();
    Map<String, List<NodeDef>> readers = new HashMap<>();
    Map<String, Integer> missing = new HashMap<>();
    Deque<NodeDef> ready = new ArrayDeque<>();
    for (NodeDef node : nodes) {
      List<String> inputs = inputs(node);
      inputs.forEach(name -> readers.computeIfAbsent(name, n -> new ArrayList<>()).add(node));
      missing.put(node.getName(), inputs.size());
      if (node.getOp().equals("Const")) {
        constants.put(node.getName(), node);
        ready.add(node);
      }
    }
    while (!ready.isEmpty()) {
      NodeDef node = ready.remove();
      double size = size(node);
      if (!(size <= MOST)) {
        found.add(node.getName());
        continue; // what is made of it is no better
      }
      sizes.put(node.getName(), Math.max(1, size));
      for (NodeDef reader : readers.getOrDefault(node.getName(), List.of())) {
        if (missing.merge(reader.getName(), -1, Integer::sum) == 0) {
          ready.add(reader);
        }
      }
    }
    return found;
  }

  private static List<String> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(Reach::node)
        .toList();
  }

  /** A bound of the values of a node's results; NaN where there is none. */
  private double size(NodeDef node) {
    String op = node.getOp();
    if (op.equals("Const")) {
      return values(node.getAttrOrDefault("value", NOTHING).getTensor());
    }
    List<String> inputs = inputs(node);
    int shape = op.matches(RANDOM) ? 0 : SHAPED.getOrDefault(op, -1);
    if (shape >= 0 && shape < inputs.size()) {
      return product(Arrays.stream(numbers(inputs.get(shape))));
    }
    if (SCALED.contains(op) && inputs.size() > 1) {
      double times = product(Arrays.stream(numbers(inputs.get(1))).map(number -> 1 + number));
      return size(inputs.get(0)) * times;
    }
    if (op.equals("Range") && inputs.size() > 2) {
      double[] ends = inputs.stream().mapToDouble(name -> numbers(name)[0]).toArray();
      return Math.abs((ends[1] - ends[0]) / ends[2]);
    }
    double all = product(inputs.stream().mapToDouble(this::size));
    return op.equals("MatrixDiag") || op.equals("Diag") ? all * all : all;
  }

  private double size(String name) {
    return sizes.getOrDefault(name, 1.0);
  }

  private static double values(TensorProto tensor) {
    return product(
        tensor.getTensorShape().getDimList().stream().mapToDouble(TensorShapeProto.Dim::getSize));
  }

  private static double product(DoubleStream factors) {
    return factors.reduce(1, (a, b) -> a * Math.max(b, 1));
  }

  /** The numbers of a small constant; one that is no number where they are computed. */
  private double[] numbers(String name) {
    NodeDef node = constants.get(name);
    TensorProto tensor =
        node == null
            ? TensorProto.getDefaultInstance()
            : node.getAttrOrDefault("value", NOTHING).getTensor();
    double count = values(tensor);
    double[] written = written(tensor);
    if (written.length == 0 || count > MOST_AXES * 2) {
      return new double[] {Double.NaN};
    }
    // The last stands for all that follow.
    double[] numbers = Arrays.copyOf(written, Math.max(written.length, (int) count));
    Arrays.fill(numbers, written.length, numbers.length, written[written.length - 1]);
    return numbers;
  }

  private static double[] written(TensorProto tensor) {
    ByteBuffer content =
        tensor.getTensorContent().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    DoubleStream.Builder numbers = DoubleStream.builder();
    switch (tensor.getDtype()) {
      case DT_INT32 -> {
        tensor.getIntValList().forEach(numbers::add);
        while (content.remaining() >= Integer.BYTES) {
          numbers.add(content.getInt());
        }
      }
      case DT_INT64 -> {
        tensor.getInt64ValList().forEach(number -> numbers.add((double) number));
        while (content.remaining() >= Long.BYTES) {
          numbers.add((double) content.getLong());
        }
      }
      case DT_FLOAT -> {
        tensor.getFloatValList().forEach(numbers::add);
        while (content.remaining() >= Float.BYTES) {
          numbers.add(content.getFloat());
        }
      }
      default -> {} // sizes are told by no others, where they are written by people's programs
    }
    return numbers.build().toArray();
  }
}
