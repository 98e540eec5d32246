package io.github.vaegraph.client;

import com.google.protobuf.Any;
import com.google.protobuf.Int64Value;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.TensorProto;
import tensorflow.serving.GetModelMetadata.GetModelMetadataRequest;
import tensorflow.serving.GetModelMetadata.GetModelMetadataResponse;
import tensorflow.serving.GetModelMetadata.SignatureDefMap;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc.PredictionServiceImplBase;

/**
 * Stands in for TensorFlow Serving, which no package registry ships: the published services over
 * gRPC, and its REST interface, on free ports of this machine. It serves one model, {@code digits},
 * in version 1, which has the label {@code stable}. Tests may put faults before it.
 */
public final class StandInServer implements AutoCloseable {
  static final String MODEL = "digits";

  /** What happens to a request over REST instead of an answer. */
  interface RestFault {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final StandInModel model;
  private final Queue<RestFault> restFaults = new ConcurrentLinkedQueue<>();
  private final Queue<Status> grpcFaults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger predictions = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer http;
  private final Server grpc;
  private volatile @Nullable Batcher batcher;

  /** Serves a version's folder. */
  public StandInServer(Path folder) throws IOException {
    model = new StandInModel(folder);
    InetAddress loopback = InetAddress.getLoopbackAddress();
    http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    http.setExecutor(threads);
    http.createContext("/", new StandInRest(this)::handle);
    http.start();
    grpc =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(loopback, 0), InsecureServerCredentials.create())
            .addService(new Service())
            .build()
            .start();
  }

  /** The REST address. */
  public URI url() {
    return URI.create("http://localhost:" + http.getAddress().getPort());
  }

  /** The gRPC port on localhost. */
  public int grpcPort() {
    return grpc.getPort();
  }

  /** Requests to predict that have come, answered or not. */
  public int predictions() {
    return predictions.get();
  }

  /** What the next request to predict over REST meets; faults queue up. */
  void nextRest(RestFault fault) {
    restFaults.add(fault);
  }

  /** What the next request to predict over gRPC meets; faults queue up. */
  void nextGrpc(Status status) {
    grpcFaults.add(status);
  }

  /** The next requests, so many, are merged into one batch. */
  void merge(String signature, int requests) {
    batcher = new Batcher(model, signature, requests);
  }

  StandInModel model() {
    return model;
  }

  /** Counts a request to predict over REST; what it meets, if anything. */
  @Nullable RestFault countRest() {
    predictions.incrementAndGet();
    return restFaults.poll();
  }

  Map<String, TensorProto> predict(String signature, Map<String, TensorProto> inputs)
      throws StandInModel.Refused {
    Batcher merging = batcher;
    return merging == null ? model.run(signature, inputs) : merging.run(inputs);
  }

  /** Whether a name, a version and a label, each empty if not given, say what is served. */
  static boolean serves(String name, String version, String label) {
    return name.equals(MODEL)
        && (version.isEmpty() || version.equals("1"))
        && (label.isEmpty() || label.equals("stable"));
  }

  /** Ends all threads and frees the model. */
  @Override
  public void close() {
    http.stop(0);
    grpc.shutdownNow();
    threads.shutdownNow();
    model.close();
  }

  private final class Service extends PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> answer) {
      predictions.incrementAndGet();
      Status fault = grpcFaults.poll();
      if (fault != null) {
        // OK stands for an answer that never comes.
        if (!fault.isOk()) {
          answer.onError(fault.asRuntimeException());
        }
        return;
      }
      ModelSpec spec = request.getModelSpec();
      if (refuse(spec, answer)) {
        return;
      }
      try {
        answer.onNext(
            PredictResponse.newBuilder()
                .setModelSpec(spec)
                .putAllOutputs(
                    StandInServer.this.predict(spec.getSignatureName(), request.getInputsMap()))
                .build());
        answer.onCompleted();
      } catch (StandInModel.Refused e) {
        answer.onError(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asException());
      }
    }

    @Override
    public void getModelMetadata(
        GetModelMetadataRequest request, StreamObserver<GetModelMetadataResponse> answer) {
      if (refuse(request.getModelSpec(), answer)) {
        return;
      }
      SignatureDefMap map =
          SignatureDefMap.newBuilder().putAllSignatureDef(model.signatures()).build();
      answer.onNext(
          GetModelMetadataResponse.newBuilder()
              .setModelSpec(ModelSpec.newBuilder().setName(MODEL).setVersion(Int64Value.of(1)))
              .putMetadata("signature_def", Any.pack(map))
              .build());
      answer.onCompleted();
    }

    private boolean refuse(ModelSpec spec, StreamObserver<?> answer) {
      String version = spec.hasVersion() ? "" + spec.getVersion().getValue() : "";
      boolean refused = !serves(spec.getName(), version, spec.getVersionLabel());
      if (refused) {
        answer.onError(
            Status.NOT_FOUND
                .withDescription("Servable not found for request: Latest(" + spec.getName() + ")")
                .asException());
      }
      return refused;
    }
  }
}
