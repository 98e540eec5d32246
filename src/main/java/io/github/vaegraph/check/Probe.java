package io.github.vaegraph.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/**
 * Inputs made up for any signature: numbers from 0 to 1, small whole numbers. What a row holds is a
 * function of the input's name and the row's number, so that rows can be asked for together or
 * alone.
 */
final class Probe {
  /** Values in one input; a larger one is not tried. */
  private static final long MOST_VALUES = 1L << 24;

  private static final int WHOLE_NUMBERS = 8;

  /** What a class is called, of which a model may have two and no more. */
  private static final String LABEL = "label";

  private Probe() {}

  /**
   * Rows {@code from} (inclusive) to {@code to} (exclusive) of every input.
   *
   * @throws IllegalArgumentException when there is an input that cannot be made up
   */
  static Map<String, Tensor> inputs(SignatureDef signature, int from, int to) {
    Map<String, Tensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, TensorInfo> input :
          new TreeMap<>(signature.getInputsMap()).entrySet()) {
        tensors.put(input.getKey(), tensor(input.getKey(), input.getValue(), from, to));
      }
      return tensors;
    } catch (RuntimeException e) {
      tensors.values().forEach(Tensor::close);
      throw e;
    }
  }

  private static Tensor tensor(String name, TensorInfo info, int from, int to) {
    if (info.getTensorShape().getUnknownRank()) {
      throw new IllegalArgumentException("input %s is of any rank".formatted(name));
    }
    long[] sizes = TensorInfos.sizes(info, to - from);
    Shape shape = Shape.of(sizes);
    if (Arrays.stream(sizes).anyMatch(size -> size < 0 || size > MOST_VALUES)
        || Arrays.stream(sizes).asDoubleStream().reduce(1, (a, b) -> a * b) > MOST_VALUES) {
      throw new IllegalArgumentException("input %s is too large: %s".formatted(name, shape));
    }
    int count = (int) shape.size();
    double[] values = values(name, from, Math.max(1, to - from), count);
    return switch (info.getDtype()) {
      case DT_FLOAT -> TFloat32.tensorOf(shape, DataBuffers.of(floats(values)));
      case DT_DOUBLE -> TFloat64.tensorOf(shape, DataBuffers.of(values));
      case DT_INT32 -> TInt32.tensorOf(shape, DataBuffers.of(integers(name, values)));
      case DT_INT64 ->
          TInt64.tensorOf(
              shape,
              DataBuffers.of(Arrays.stream(integers(name, values)).asLongStream().toArray()));
      default ->
          throw new IllegalArgumentException(
              "no values can be made up for input %s, %s"
                  .formatted(name, TensorInfos.describe(info)));
    };
  }

  private static double[] values(String name, int from, int rows, int count) {
    double[] values = new double[count];
    int width = count / rows;
    for (int row = 0; row < rows; row++) {
      Random random = new Random(31L * name.hashCode() + from + row);
      for (int i = 0; i < width; i++) {
        values[row * width + i] = random.nextDouble();
      }
    }
    return values;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static int[] integers(String name, double[] values) {
    int numbers = name.equals(LABEL) ? 2 : WHOLE_NUMBERS;
    return Arrays.stream(values).mapToInt(value -> (int) (value * numbers)).toArray();
  }
}
