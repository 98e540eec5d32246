package io.github.vaegraph.client;

import com.google.protobuf.ByteString;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Tensors and signatures as TensorFlow's messages. */
final class GrpcTensors {
  private GrpcTensors() {}

  /** The rows as little-endian bytes, the shortest form there is. */
  static TensorProto tensor(Input rows, TensorSpec spec) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    spec.shapeOf(rows.count()).forEach(side -> shape.addDimBuilder().setSize(side));
    return TensorProto.newBuilder()
        .setDtype(DataType.valueOf(rows.type().tensorFlow()))
        .setTensorShape(shape)
        .setTensorContent(bytes(rows))
        .build();
  }

  private static ByteString bytes(Input rows) {
    int values = Math.multiplyExact(rows.count(), rows.width());
    ByteBuffer bytes = ByteBuffer.allocate(8 * values).order(ByteOrder.LITTLE_ENDIAN);
    if (rows instanceof Input.Reals reals) {
      bytes.asFloatBuffer().put(reals.values().values());
      return ByteString.copyFrom(bytes.array(), 0, 4 * values);
    }
    bytes.asLongBuffer().put(((Input.Wholes) rows).values());
    return ByteString.copyFrom(bytes.array());
  }

  /**
   * Reads an output in either form that servers send: bytes, or one value after the other.
   *
   * @param rows as many as were sent
   * @throws IOException when it is another tensor
   */
  static Floats floats(String name, TensorProto tensor, TensorSpec spec, int rows)
      throws IOException {
    TensorSpec found = new TensorSpec(tensor.getDtype().name(), sides(tensor.getTensorShape()));
    try {
      spec.checkAnswer(name, found, rows);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    int width = spec.width().orElseThrow();
    long count = (long) rows * width;
    ByteString content = tensor.getTensorContent();
    boolean bytes = content.size() == Float.BYTES * count && tensor.getFloatValCount() == 0;
    if (!bytes && (tensor.getFloatValCount() != count || !content.isEmpty())) {
      throw new IOException(
          "%s: expected %d values, the answer holds %d bytes and %d values"
              .formatted(name, count, content.size(), tensor.getFloatValCount()));
    }
    float[] values = new float[(int) count]; // no more than there are
    if (bytes) {
      content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatVal(i);
      }
    }
    return new Floats(rows, width, values);
  }

  static SignatureSpec signature(String name, SignatureDef definition) {
    return new SignatureSpec(
        name, specs(definition.getInputsMap()), specs(definition.getOutputsMap()));
  }

  private static Map<String, TensorSpec> specs(Map<String, TensorInfo> tensors) {
    Map<String, TensorSpec> specs = new TreeMap<>();
    tensors.forEach(
        (name, info) ->
            specs.put(name, new TensorSpec(info.getDtype().name(), sides(info.getTensorShape()))));
    return specs;
  }

  private static List<Long> sides(TensorShapeProto shape) {
    List<Long> sides = new ArrayList<>();
    shape.getDimList().forEach(side -> sides.add(side.getSize()));
    return sides;
  }
}
