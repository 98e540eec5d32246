package io.github.vaegraph.client;

import com.google.protobuf.ByteString;
import io.github.vaegraph.savedmodel.InferenceModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * A SavedModel behind the messages of TensorFlow Serving. Its refusals are those of TensorFlow
 * Serving's sources, in like words; its results come from the graph itself.
 */
final class StandInModel implements AutoCloseable {
  private final SavedModelBundle bundle;
  private final Map<String, SignatureDef> signatures = new TreeMap<>();

  /** What TensorFlow Serving answers with INVALID_ARGUMENT, or HTTP 400. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  StandInModel(Path folder) throws IOException {
    InferenceModel.load(folder).close(); // silences TensorFlow's banners
    SavedModel model = SavedModel.parseFrom(Files.readAllBytes(folder.resolve("saved_model.pb")));
    for (var entry : model.getMetaGraphs(0).getSignatureDefMap().entrySet()) {
      signatures.put(entry.getKey(), SignatureDef.parseFrom(entry.getValue().toByteArray()));
    }
    bundle = SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG);
  }

  Map<String, SignatureDef> signatures() {
    return signatures;
  }

  SignatureDef signature(String name) throws Refused {
    SignatureDef signature = signatures.get(name.isEmpty() ? "serving_default" : name);
    if (signature == null) {
      throw new Refused(
          "Serving signature name: \"%s\" not found in signature def".formatted(name));
    }
    return signature;
  }

  /** Runs a signature on one request, or on several merged into one batch. */
  Map<String, TensorProto> run(String name, Map<String, TensorProto> inputs) throws Refused {
    SignatureDef signature = signature(name);
    if (!inputs.keySet().equals(signature.getInputsMap().keySet())) {
      throw new Refused(
          "input keys %s do not match the expected %s"
              .formatted(inputs.keySet(), signature.getInputsMap().keySet()));
    }
    Map<String, Tensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, TensorProto> input : inputs.entrySet()) {
        TensorInfo info = signature.getInputsOrThrow(input.getKey());
        if (info.getDtype() != input.getValue().getDtype()) {
          throw new Refused(
              "Expects arg[0] to be %s but %s is provided"
                  .formatted(info.getDtype(), input.getValue().getDtype()));
        }
        tensors.put(input.getKey(), tensor(input.getValue()));
      }
      return run(name.isEmpty() ? "serving_default" : name, signature, tensors);
    } catch (TensorFlowException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    } finally {
      tensors.values().forEach(Tensor::close);
    }
  }

  private Map<String, TensorProto> run(
      String name, SignatureDef signature, Map<String, Tensor> inputs) {
    try (Result result = bundle.function(name).call(inputs)) {
      Map<String, TensorProto> outputs = new TreeMap<>();
      for (String output : signature.getOutputsMap().keySet()) {
        outputs.put(output, proto((TFloat32) result.get(output).orElseThrow()));
      }
      return outputs;
    }
  }

  private static Tensor tensor(TensorProto proto) {
    return proto.getDtype() == DataType.DT_INT64
        ? TInt64.tensorOf(shape(proto), DataBuffers.of(longs(proto)))
        : TFloat32.tensorOf(shape(proto), DataBuffers.of(floats(proto)));
  }

  static float[] floats(TensorProto proto) {
    ByteString content = proto.getTensorContent();
    float[] values = new float[Math.toIntExact(shape(proto).size())];
    if (content.isEmpty()) {
      // Values that are left out are as the last one, in every TensorFlow.
      for (int i = 0; i < values.length; i++) {
        values[i] = proto.getFloatVal(Math.min(i, proto.getFloatValCount() - 1));
      }
    } else {
      little(content).asFloatBuffer().get(values);
    }
    return values;
  }

  private static Shape shape(TensorProto proto) {
    return Shape.of(
        proto.getTensorShape().getDimList().stream().mapToLong(side -> side.getSize()).toArray());
  }

  private static long[] longs(TensorProto proto) {
    ByteString content = proto.getTensorContent();
    if (content.isEmpty()) {
      return proto.getInt64ValList().stream().mapToLong(Long::longValue).toArray();
    }
    long[] values = new long[content.size() / 8];
    little(content).asLongBuffer().get(values);
    return values;
  }

  private static ByteBuffer little(ByteString bytes) {
    return bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One value after the other, as TensorFlow Serving answers unless it is told otherwise. */
  private static TensorProto proto(TFloat32 tensor) {
    List<Long> sides = new ArrayList<>();
    for (long side : tensor.shape().asArray()) {
      sides.add(side);
    }
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return floats(sides, values);
  }

  static TensorProto floats(List<Long> sides, float[] values) {
    TensorProto.Builder proto = TensorProto.newBuilder().setDtype(DataType.DT_FLOAT);
    for (float value : values) {
      proto.addFloatVal(value);
    }
    return proto.setTensorShape(shape(sides)).build();
  }

  static TensorShapeProto shape(List<Long> sides) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    sides.forEach(side -> shape.addDimBuilder().setSize(side));
    return shape.build();
  }

  @Override
  public void close() {
    bundle.close();
  }
}
