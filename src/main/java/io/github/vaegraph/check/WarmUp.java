package io.github.vaegraph.check;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.Signature;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.PredictionLogOuterClass.PredictLog;
import tensorflow.serving.PredictionLogOuterClass.PredictionLog;

/**
 * The requests that a server replays before it serves a version, so that the first caller does not
 * wait: {@code assets.extra/tf_serving_warmup_requests}.
 */
public final class WarmUp {
  /** Where the file lies in a version's folder. */
  public static final String FILE = "assets.extra/tf_serving_warmup_requests";

  /** As many records as TensorFlow Serving replays; more are an error. */
  private static final int MOST_RECORDS = 1000;

  /** The values do not matter; the same one everywhere keeps the file small. */
  private static final float FILLING = 0.5f;

  private WarmUp() {}

  /**
   * The file's bytes: for each signature, a request of each of these numbers of rows.
   *
   * @param model the model's name
   */
  public static byte[] file(String model, Map<String, SignatureDef> signatures, int... batches) {
    List<byte[]> records = new ArrayList<>();
    new TreeMap<>(signatures)
        .forEach(
            (key, signature) -> {
              for (int rows : batches) {
                records.add(record(request(model, key, signature, rows)));
              }
            });
    return TfRecords.of(records);
  }

  private static byte[] record(PredictRequest request) {
    return PredictionLog.newBuilder()
        .setPredictLog(PredictLog.newBuilder().setRequest(request))
        .build()
        .toByteArray();
  }

  private static PredictRequest request(
      String model, String key, SignatureDef signature, int rows) {
    PredictRequest.Builder request =
        PredictRequest.newBuilder()
            .setModelSpec(ModelSpec.newBuilder().setName(model).setSignatureName(key));
    signature.getInputsMap().forEach((name, info) -> request.putInputs(name, filled(info, rows)));
    return request.build();
  }

  /** One value stands for all: a tensor repeats its last one up to its size. */
  private static TensorProto filled(TensorInfo info, int rows) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : TensorInfos.sizes(info, rows)) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDtype(DataType.forNumber(info.getDtype().getNumber()))
            .setTensorShape(shape);
    return switch (info.getDtype()) {
      case DT_FLOAT -> tensor.addFloatVal(FILLING).build();
      case DT_INT64 -> tensor.addInt64Val(0).build();
      default -> throw new IllegalArgumentException("no warm-up for " + info.getDtype());
    };
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it is damaged or holds something else
   */
  static List<PredictionLog> read(Path file) throws IOException {
    List<byte[]> records = TfRecords.read(file);
    if (records.size() > MOST_RECORDS) {
      throw new IOException(
          "%s: expected at most %d records, found %d"
              .formatted(file.getFileName(), MOST_RECORDS, records.size()));
    }
    List<PredictionLog> logs = new ArrayList<>();
    for (byte[] record : records) {
      String where = "%s, record %d".formatted(file.getFileName(), logs.size() + 1);
      try {
        PredictionLog log = PredictionLog.parseFrom(record);
        if (log.getLogTypeCase() == PredictionLog.LogTypeCase.LOGTYPE_NOT_SET) {
          throw new IOException(where + ": expected a request, found none");
        }
        logs.add(log);
      } catch (InvalidProtocolBufferException e) {
        throw new IOException(where + ": expected a PredictionLog, found other bytes", e);
      }
    }
    return logs;
  }

  /** What keeps this request from fitting the signature it names: nothing, for a good one. */
  static List<String> breaches(PredictRequest request, Map<String, SignatureDef> signatures) {
    String key = key(request);
    SignatureDef signature = signatures.get(key);
    if (signature == null) {
      return List.of("there is no signature " + key);
    }
    Map<String, TensorInfo> expected = new TreeMap<>(signature.getInputsMap());
    Map<String, TensorProto> found = new TreeMap<>(request.getInputsMap());
    if (!expected.keySet().equals(found.keySet())) {
      return List.of(
          "%s: expected the inputs %s, found %s".formatted(key, expected.keySet(), found.keySet()));
    }
    List<String> breaches = new ArrayList<>();
    expected.forEach(
        (name, info) -> {
          TensorProto tensor = found.get(name);
          if (tensor == null || !fits(info, tensor)) {
            breaches.add("%s: input %s is no %s".formatted(key, name, TensorInfos.describe(info)));
          }
        });
    return List.copyOf(breaches);
  }

  static String key(PredictRequest request) {
    String key = request.getModelSpec().getSignatureName();
    return key.isEmpty() ? Signature.DEFAULT_KEY : key;
  }

  private static boolean fits(TensorInfo info, TensorProto tensor) {
    List<Long> found = RequestTensors.sizes(tensor);
    List<Long> expected = TensorInfos.sizes(info);
    if (info.getDtype().getNumber() != tensor.getDtypeValue()) {
      return false;
    }
    if (info.getTensorShape().getUnknownRank()) {
      return true;
    }
    boolean fits = expected.size() == found.size();
    for (int axis = 0; fits && axis < expected.size(); axis++) {
      fits = expected.get(axis) == -1 || expected.get(axis).equals(found.get(axis));
    }
    return fits;
  }
}
