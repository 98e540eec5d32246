package io.github.vaegraph.client;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.signature.SignatureSpec;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A model on a TensorFlow Serving server. Its methods are those of {@link
 * io.github.vaegraph.serve.InferenceModel}, whose results they return:
 *
 * <pre>{@code
 * try (ServingClient digits =
 *     ServingClient.rest(
 *         URI.create("http://localhost:8501"), ServedModel.named("digits"), CallLimits.STANDARD)) {
 *   Floats images = digits.generate(new long[] {1, 2, 3}).images();
 * }
 * }</pre>
 *
 * <p>A request is held against the signatures that the server tells, before it is sent: what does
 * not fit is an IllegalArgumentException that names the input. More rows than {@link
 * CallLimits#rowsPerRequest} are sent in several requests, one after the other. Where the server is
 * busy (HTTP 429 and 503, gRPC's RESOURCE_EXHAUSTED and UNAVAILABLE) or the connection breaks off,
 * a request is sent again after a pause. Every other failure is an IOException of one line with the
 * server's address and what it said.
 *
 * <p>Threads may share a client.
 */
public final class ServingClient implements AutoCloseable {
  private final Transport transport;
  private final CallLimits limits;
  private final Retries retries;
  private final ServedModel model;
  private final Map<String, SignatureSpec> signatures;
  private volatile boolean closed;

  private ServingClient(Transport transport, ServedModel model, CallLimits limits)
      throws IOException {
    this.transport = transport;
    this.model = model;
    this.limits = limits;
    this.retries = new Retries(limits.retries(), limits.timeout(), Thread::sleep);
    try {
      this.signatures = retries.call(transport::signatures);
    } catch (IOException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Connects over REST, and asks for the model's signatures.
   *
   * @param server as {@code http://host:8501}
   * @throws IOException when there is no such server, or it has no such model
   * @throws IllegalArgumentException when the address is none
   */
  public static ServingClient rest(URI server, ServedModel model, CallLimits limits)
      throws IOException {
    return new ServingClient(new RestTransport(server, model, limits), model, limits);
  }

  /**
   * Connects over gRPC, without TLS, and asks for the model's signatures.
   *
   * @param server as {@code host:8500}
   * @throws IOException when there is no such server, or it has no such model
   * @throws IllegalArgumentException when the address is none
   */
  public static ServingClient grpc(String server, ServedModel model, CallLimits limits)
      throws IOException {
    return new ServingClient(new GrpcTransport(server, model, limits), model, limits);
  }

  /**
   * The shape of an image.
   *
   * @throws IllegalArgumentException when the model has no signature {@code reconstruct} of ours
   */
  public ImageShape shape() {
    List<Long> sides = signature("reconstruct").input("image").shape();
    if (sides.size() != 4) {
      throw new IllegalArgumentException(
          "reconstruct: expected images [N, H, W, C], the server's model takes " + sides);
    }
    return new ImageShape(
        Math.toIntExact(sides.get(1)),
        Math.toIntExact(sides.get(2)),
        Math.toIntExact(sides.get(3)));
  }

  /**
   * L, the number of latent dimensions.
   *
   * @throws IllegalArgumentException when the model has no signature {@code decode} of ours
   */
  public int latentDim() {
    return signature("decode").input("z").width().orElse(0);
  }

  /** images [N, D] in [0, 1] -> posterior [N, L]. */
  public Codes encode(Floats images) throws IOException {
    List<Floats> outputs =
        call("encode", List.of(Input.fractions("image", images)), "mean", "log_variance");
    return new Codes(outputs.get(0), outputs.get(1));
  }

  /** codes [N, L] -> the likelihood's mean [N, D]. */
  public Floats decode(Floats codes) throws IOException {
    return call("decode", List.of(Input.reals("z", codes)), "image").get(0);
  }

  /** images [N, D] in [0, 1] -> images [N, D], decoded from the posterior mean. */
  public Floats reconstruct(Floats images) throws IOException {
    return call("reconstruct", List.of(Input.fractions("image", images)), "image").get(0);
  }

  /** Draws one picture for each seed; the same seed draws the same picture. */
  public Generated generate(long[] seeds) throws IOException {
    List<Floats> outputs = call("generate", List.of(Input.wholes("seed", seeds)), "image", "z");
    return new Generated(outputs.get(0), outputs.get(1));
  }

  /** Draws a code from each image's posterior, [N, D] and seeds [N], and decodes it. */
  public Sampled sample(Floats images, long[] seeds) throws IOException {
    List<Floats> outputs = call("sample", drawn(images, seeds), "z", "image");
    return new Sampled(outputs.get(0), outputs.get(1));
  }

  /** Bounds of each image's log p(x) in nats: images [N, D] in [0, 1], seeds [N] -> [N, 1] each. */
  public Scores score(Floats images, long[] seeds) throws IOException {
    List<Floats> outputs = call("score", drawn(images, seeds), "elbo", "log_likelihood");
    return new Scores(outputs.get(0), outputs.get(1));
  }

  private static List<Input> drawn(Floats images, long[] seeds) {
    return List.of(Input.fractions("image", images), Input.wholes("seed", seeds));
  }

  /**
   * Pictures between two images.
   *
   * @param start [N, D] in [0, 1]
   * @param end [N, D] in [0, 1]
   * @param positions [N] in [0, 1]: 0 for the reconstruction of {@code start}, 1 for that of {@code
   *     end}
   * @return [N, D]
   */
  public Floats interpolate(Floats start, Floats end, float[] positions) throws IOException {
    Floats position = new Floats(positions.length, 1, positions);
    List<Input> inputs =
        List.of(
            Input.fractions("start", start),
            Input.fractions("end", end),
            Input.fractions("position", position));
    return call("interpolate", inputs, "image").get(0);
  }

  private SignatureSpec signature(String name) {
    SignatureSpec signature = signatures.get(name);
    if (signature == null) {
      throw new IllegalArgumentException(
          "%s: the server's model %s has no such signature, it has %s"
              .formatted(name, model, String.join(", ", signatures.keySet())));
    }
    return signature;
  }

  private List<Floats> call(String name, List<Input> inputs, String... outputs) throws IOException {
    SignatureSpec signature = signature(name);
    signature.check(inputs);
    int count = inputs.get(0).count();
    List<Floats> collected = new ArrayList<>();
    for (String output : outputs) {
      int width = signature.output(output).width().orElseThrow();
      collected.add(new Floats(count, width, new float[Math.multiplyExact(count, width)]));
    }
    int atOnce = limits.rows(signature.widest());
    for (int from = 0; from < count; from += atOnce) {
      int start = from;
      int end = Math.min(count, from + atOnce);
      List<Input> part = inputs.stream().map(rows -> rows.slice(start, end)).toList();
      Map<String, Floats> answer = retries.call(() -> predict(signature, part));
      for (int i = 0; i < outputs.length; i++) {
        Floats whole = collected.get(i);
        float[] values = Objects.requireNonNull(answer.get(outputs[i])).values();
        System.arraycopy(values, 0, whole.values(), start * whole.width(), values.length);
      }
    }
    return collected;
  }

  /** One attempt, of which there are no more once the client is closed. */
  private Map<String, Floats> predict(SignatureSpec signature, List<Input> inputs)
      throws IOException {
    if (closed) {
      throw new IllegalStateException("the client has been closed");
    }
    return transport.predict(signature, inputs);
  }

  /** Closes the connection; a call after this is an IllegalStateException. */
  @Override
  public void close() {
    closed = true;
    transport.close();
  }
}
