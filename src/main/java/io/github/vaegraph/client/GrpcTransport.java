package io.github.vaegraph.client;

import com.google.protobuf.Int64Value;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.SignatureSpec;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tensorflow.serving.GetModelMetadata.GetModelMetadataRequest;
import tensorflow.serving.GetModelMetadata.GetModelMetadataResponse;
import tensorflow.serving.GetModelMetadata.SignatureDefMap;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc;
import tensorflow.serving.PredictionServiceGrpc.PredictionServiceBlockingStub;

/** gRPC without TLS, as TensorFlow Serving listens unless it is given certificates. */
final class GrpcTransport implements Transport {
  private static final String SIGNATURES = "signature_def";

  private final String server;
  private final ServedModel model;
  private final CallLimits limits;
  private final ManagedChannel channel;

  /**
   * @param server as {@code host:8500}
   * @throws IllegalArgumentException when it is no such address
   */
  GrpcTransport(String server, ServedModel model, CallLimits limits) {
    URI address = ServerAddress.grpc(server);
    this.server = server;
    this.model = model;
    this.limits = limits;
    this.channel =
        OkHttpChannelBuilder.forAddress(address.getHost(), address.getPort())
            .usePlaintext()
            .disableRetry()
            .build();
  }

  @Override
  public Map<String, SignatureSpec> signatures(Duration time) throws IOException {
    GetModelMetadataRequest request =
        GetModelMetadataRequest.newBuilder()
            .setModelSpec(spec(""))
            .addMetadataField(SIGNATURES)
            .build();
    GetModelMetadataResponse response =
        call(
            time,
            Math.min(MAX_METADATA_BYTES, limits.maxResponseBytes()),
            stub -> stub.getModelMetadata(request));
    Map<String, SignatureSpec> signatures = new TreeMap<>();
    try {
      response
          .getMetadataOrThrow(SIGNATURES)
          .unpack(SignatureDefMap.class)
          .getSignatureDefMap()
          .forEach((name, s) -> signatures.put(name, GrpcTensors.signature(name, s)));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IOException(
          server + ": expected the model's signatures, found none in the answer", e);
    }
    return signatures;
  }

  @Override
  public Map<String, Floats> predict(
      SignatureSpec signature, List<Input> inputs, List<Part> returns, Duration time)
      throws IOException {
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(spec(signature.name()));
    for (Input rows : inputs) {
      request.putInputs(rows.name(), GrpcTensors.tensor(rows, signature.input(rows.name())));
    }
    PredictResponse response =
        call(time, limits.maxResponseBytes(), stub -> stub.predict(request.build()));
    Map<String, Floats> outputs = new TreeMap<>();
    for (Part part : returns) {
      String name = part.name();
      if (!response.containsOutputs(name)) {
        throw new IOException(
            "%s: expected the output %s, the answer holds %s"
                .formatted(
                    server,
                    name,
                    ServerWords.oneLine(response.getOutputsMap().keySet().toString())));
      }
      try {
        outputs.put(
            name,
            GrpcTensors.floats(
                name,
                response.getOutputsOrThrow(name),
                signature.output(name),
                inputs.get(0).count()));
      } catch (IOException e) {
        throw new IOException(server + ": " + e.getMessage(), e);
      }
    }
    return outputs;
  }

  private ModelSpec spec(String signature) {
    ModelSpec.Builder spec =
        ModelSpec.newBuilder().setName(model.name()).setSignatureName(signature);
    model.version().ifPresent(number -> spec.setVersion(Int64Value.of(number)));
    model.label().ifPresent(spec::setVersionLabel);
    return spec.build();
  }

  private <T> T call(
      Duration time, int maxBytes, Function<PredictionServiceBlockingStub, T> request)
      throws IOException {
    try {
      return request.apply(
          PredictionServiceGrpc.newBlockingStub(channel)
              .withMaxInboundMessageSize(maxBytes)
              .withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (StatusRuntimeException e) {
      throw failure(e, time, maxBytes);
    }
  }

  private IOException failure(StatusRuntimeException e, Duration time, int maxBytes) {
    if (e.getCause() instanceof InterruptedException) {
      InterruptedIOException interrupted = new InterruptedIOException(server + ": interrupted");
      interrupted.initCause(e);
      return interrupted;
    }
    Status status = e.getStatus();
    String said = ServerWords.oneLine("" + status.getDescription());
    String message = "%s: %s, the server says: %s".formatted(server, status.getCode(), said);
    // Causes are of this side: what the server itself says has none.
    boolean unreached = status.getCode() == Status.Code.UNAVAILABLE && e.getCause() != null;
    if (unreached || e.getCause() instanceof IOException) {
      return broken(e, said);
    }
    return switch (status.getCode()) {
      case UNAVAILABLE -> new Busy(message, e);
      case RESOURCE_EXHAUSTED ->
          // What gRPC itself says of an answer above the limit.
          said.startsWith("gRPC message exceeds maximum size")
              ? new IOException(
                  "%s: the answer is longer than %d bytes, the limit".formatted(server, maxBytes),
                  e)
              : new Busy(message, e);
      case DEADLINE_EXCEEDED ->
          new IOException(
              "%s: no whole answer within %s; is the server overloaded, or the timeout too short?"
                  .formatted(server, CallLimits.text(time)),
              e);
      case NOT_FOUND -> new IOException(message + "; is it serving model " + model + "?", e);
      case UNIMPLEMENTED ->
          new IOException(
              "%s: expected TensorFlow Serving's gRPC, found something else (%s); it is usually"
                      .formatted(server, said)
                  + " on port 8500",
              e);
      default -> new IOException(message, e);
    };
  }

  private IOException broken(StatusRuntimeException e, String said) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnknownHostException) {
        return new IOException(server + ": host not found; is its name right?", e);
      }
      if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
        return new IOException(server + ": " + ServerWords.unconnected(cause, "gRPC"), e);
      }
    }
    return new Busy(
        "%s: the connection broke off (%s); is it TensorFlow Serving's gRPC, usually port 8500?"
            .formatted(server, said),
        e);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
