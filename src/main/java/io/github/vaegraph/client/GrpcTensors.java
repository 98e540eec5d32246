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
    List<Long> expected = spec.shapeOf(rows);
    List<Long> found = sides(tensor.getTensorShape());
    if (tensor.getDtype() != DataType.DT_FLOAT || !found.equals(expected)) {
      throw new IOException(
          "%s: expected float32 %s, the answer holds %s %s"
              .formatted(name, expected, TensorSpec.readable(tensor.getDtype().name()), found));
    }
    int width = spec.width().orElseThrow();
    float[] values = new float[Math.multiplyExact(rows, width)];
    ByteString content = tensor.getTensorContent();
    if (content.size() == 4L * values.length) {
      content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    } else if (tensor.getFloatValCount() == values.length) {
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.getFloatVal(i);
      }
    } else {
      throw new IOException(
          "%s: expected %d values, the answer holds %d bytes and %d values"
              .formatted(name, values.length, content.size(), tensor.getFloatValCount()));
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
