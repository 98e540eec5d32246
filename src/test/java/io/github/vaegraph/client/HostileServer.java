package io.github.vaegraph.client;

import com.google.protobuf.Any;
import com.google.protobuf.util.JsonFormat;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.ModelForm;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signature;
import io.github.vaegraph.signature.Signatures;
import io.github.vaegraph.signature.Trait;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import tensorflow.serving.GetModelMetadata.GetModelMetadataRequest;
import tensorflow.serving.GetModelMetadata.GetModelMetadataResponse;
import tensorflow.serving.GetModelMetadata.SignatureDefMap;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc.PredictionServiceImplBase;

/**
 * A server of a model of 4x4 pixels and codes of 2 numbers that does not mean well: it says of its
 * signatures, and answers, byte by byte, whatever a test likes. Only this machine reaches it.
 */
public final class HostileServer implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final ModelForm FORM =
      new ModelForm(new ImageShape(4, 4, 1), 2, Set.of(Trait.POSTERIOR));

  /** Sends an answer, head and all, as long as the connection stands. */
  public interface Answer {
    void send(OutputStream out) throws IOException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AutoCloseable listener;
  private final int port;

  private HostileServer(AutoCloseable listener, int port) {
    this.listener = listener;
    this.port = port;
  }

  /** One that listens to REST. */
  public static HostileServer rest(Answer metadata, Answer predict) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    HostileServer server = new HostileServer(socket, socket.getLocalPort());
    server.threads.execute(
        () -> {
          while (!socket.isClosed()) {
            try {
              Socket connection = socket.accept();
              server.threads.execute(() -> serve(connection, metadata, predict));
            } catch (IOException e) {
              return; // closed
            }
          }
        });
    return server;
  }

  private static void serve(Socket connection, Answer metadata, Answer predict) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      String head = head(in);
      Matcher length = LENGTH.matcher(head);
      if (length.find()) {
        in.readNBytes(Integer.parseInt(length.group(1)));
      }
      (head.startsWith("GET") ? metadata : predict).send(connection.getOutputStream());
    } catch (IOException e) {
      // The client has had enough, which is what tests wait for.
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client has gone");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** One that speaks gRPC. */
  public static HostileServer grpc(SignatureDefMap signatures, PredictResponse answer)
      throws IOException {
    return grpc(
        new PredictionServiceImplBase() {
          @Override
          public void getModelMetadata(
              GetModelMetadataRequest request, StreamObserver<GetModelMetadataResponse> out) {
            out.onNext(
                GetModelMetadataResponse.newBuilder()
                    .putMetadata("signature_def", Any.pack(signatures))
                    .build());
            out.onCompleted();
          }

          @Override
          public void predict(PredictRequest request, StreamObserver<PredictResponse> out) {
            out.onNext(answer);
            out.onCompleted();
          }
        });
  }

  /** One that answers every request over gRPC with this, and with nothing where it is OK. */
  public static HostileServer grpc(Status status) throws IOException {
    return grpc(
        new PredictionServiceImplBase() {
          @Override
          public void getModelMetadata(
              GetModelMetadataRequest request, StreamObserver<GetModelMetadataResponse> out) {
            if (!status.isOk()) {
              out.onError(status.asRuntimeException());
            }
          }
        });
  }

  private static HostileServer grpc(PredictionServiceImplBase service) throws IOException {
    Server server =
        OkHttpServerBuilder.forPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InsecureServerCredentials.create())
            .addService(service)
            .build()
            .start();
    return new HostileServer(server::shutdownNow, server.getPort());
  }

  /** The REST address. */
  public URI url() {
    return URI.create("http://localhost:" + port);
  }

  /** The gRPC address. */
  public String address() {
    return "localhost:" + port;
  }

  /** What an honest server says of such a model. */
  public static SignatureDefMap signatures() {
    SignatureDefMap.Builder all = SignatureDefMap.newBuilder();
    for (Signature signature : Signatures.of(FORM)) {
      SignatureDef.Builder said = SignatureDef.newBuilder();
      signature.takes().forEach(part -> said.putInputs(part.name(), info(part)));
      signature.returns().forEach(part -> said.putOutputs(part.name(), info(part)));
      all.putSignatureDef(signature.name(), said.build());
    }
    return all.build();
  }

  /** The same with one tensor's sides changed. */
  public static SignatureDefMap signatures(
      String signature, String part, UnaryOperator<TensorInfo> change) {
    SignatureDefMap all = signatures();
    SignatureDef.Builder said = all.getSignatureDefOrThrow(signature).toBuilder();
    if (said.containsInputs(part)) {
      said.putInputs(part, change.apply(said.getInputsOrThrow(part)));
    } else {
      said.putOutputs(part, change.apply(said.getOutputsOrThrow(part)));
    }
    return all.toBuilder().putSignatureDef(signature, said.build()).build();
  }

  private static TensorInfo info(Part part) {
    return TensorInfo.newBuilder()
        .setName(part.node() + ":0")
        .setDtype(DataType.valueOf(part.kind().type().tensorFlow()))
        .setTensorShape(
            shape(
                Stream.concat(
                        Stream.of(-1L), part.kind().sizes(FORM).stream().map(Integer::longValue))
                    .toList()))
        .build();
  }

  /** A tensor's sides. */
  public static TensorShapeProto shape(List<Long> sides) {
    return StandInModel.shape(sides);
  }

  /** A tensor as servers send it. */
  public static TensorProto floats(List<Long> sides, float... values) {
    return StandInModel.floats(sides, values);
  }

  /** What REST answers about signatures. */
  public static String json(SignatureDefMap signatures) {
    try {
      return "{\"metadata\": {\"signature_def\": %s}}"
          .formatted(
              JsonFormat.printer()
                  .preservingProtoFieldNames()
                  .includingDefaultValueFields()
                  .print(signatures));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer as HTTP wants it. */
  public static Answer ok(String body) {
    return answer("200 OK", "", body);
  }

  /**
   * An answer with a status and further header lines.
   *
   * @param headers each with its end, {@code \r\n}
   */
  public static Answer answer(String status, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return out -> {
      String head = "HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n";
      out.write(head.formatted(status, headers, bytes.length).getBytes(StandardCharsets.UTF_8));
      out.write(bytes);
      out.flush();
    };
  }

  /** Bytes, and then these for ever. */
  public static Answer endless(String first, String again, int pauseMillis) {
    return out -> {
      out.write(first.getBytes(StandardCharsets.UTF_8));
      byte[] bytes = again.getBytes(StandardCharsets.UTF_8);
      while (!Thread.currentThread().isInterrupted()) {
        out.write(bytes);
        out.flush();
        if (pauseMillis > 0) {
          try {
            Thread.sleep(pauseMillis);
          } catch (InterruptedException e) {
            return;
          }
        }
      }
    };
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    threads.shutdownNow();
  }
}
