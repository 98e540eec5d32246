package io.github.vaegraph.check;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import tensorflow.serving.Predict.PredictRequest;

/** The tensors of a request, as messages and as what TensorFlow computes with. */
final class RequestTensors {
  /** A request of more values is not replayed. */
  private static final double MOST_VALUES = 1 << 26;

  private RequestTensors() {}

  static List<Long> sizes(TensorProto tensor) {
    return tensor.getTensorShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }

  /**
   * The inputs of a request.
   *
   * @throws IllegalArgumentException when one of them is of a type or a size that is not replayed
   */
  static Map<String, Tensor> of(PredictRequest request) {
    Map<String, Tensor> tensors = new HashMap<>();
    try {
      request.getInputsMap().forEach((name, message) -> tensors.put(name, tensor(name, message)));
      return tensors;
    } catch (RuntimeException e) {
      tensors.values().forEach(Tensor::close);
      throw e;
    }
  }

  private static Tensor tensor(String name, TensorProto message) {
    Shape shape = Shape.of(sizes(message).stream().mapToLong(Long::longValue).toArray());
    double size = sizes(message).stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    if (!(size >= 0 && size <= MOST_VALUES)) {
      throw new IllegalArgumentException("input %s is too large: %s".formatted(name, shape));
    }
    return switch (message.getDtype()) {
      case DT_FLOAT -> TFloat32.tensorOf(shape, DataBuffers.of(floats(message, (int) size)));
      case DT_INT64 -> TInt64.tensorOf(shape, DataBuffers.of(longs(message, (int) size)));
      default ->
          throw new IllegalArgumentException(
              "input %s of %s is not replayed".formatted(name, message.getDtype()));
    };
  }

  /** Values lie in bytes, or one by one, where the last one stands for all that are left. */
  private static float[] floats(TensorProto message, int count) {
    float[] values = new float[count];
    if (!message.getTensorContent().isEmpty()) {
      bytes(message, count * Float.BYTES).asFloatBuffer().get(values);
      return values;
    }
    int last = message.getFloatValCount() - 1;
    for (int i = 0; i < count && last >= 0; i++) {
      values[i] = message.getFloatVal(Math.min(i, last));
    }
    return values;
  }

  private static long[] longs(TensorProto message, int count) {
    long[] values = new long[count];
    if (!message.getTensorContent().isEmpty()) {
      bytes(message, count * Long.BYTES).asLongBuffer().get(values);
      return values;
    }
    int last = message.getInt64ValCount() - 1;
    for (int i = 0; i < count && last >= 0; i++) {
      values[i] = message.getInt64Val(Math.min(i, last));
    }
    return values;
  }

  private static ByteBuffer bytes(TensorProto message, int expected) {
    ByteString content = message.getTensorContent();
    if (content.size() != expected) {
      throw new IllegalArgumentException(
          "expected %d bytes, found %d".formatted(expected, content.size()));
    }
    return content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
