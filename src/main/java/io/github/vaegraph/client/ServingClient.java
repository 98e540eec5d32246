package io.github.vaegraph.client;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.Call;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.SignatureSpecs;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A model on a TensorFlow Serving server:
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
 * <p>Nothing that a server says is believed: its signatures are held to ours before anything is
 * asked, and each answer to the signature and to what was asked for, in its type, sides and length.
 * Values are returned as they came, NaN too.
 *
 * <p>Threads may share a client.
 */
public final class ServingClient implements Model {
  private final Transport transport;
  private final CallLimits limits;
  private final Retries retries;
  private final SignatureSpecs signatures;
  private final long[] labels; // of the rows of every call, or none
  private final AtomicBoolean closed;

  private ServingClient(Transport transport, String where, CallLimits limits) throws IOException {
    this.transport = transport;
    this.limits = limits;
    this.retries = new Retries(limits.retries(), limits.timeout(), Thread::sleep);
    this.labels = new long[0];
    this.closed = new AtomicBoolean();
    try {
      this.signatures = new SignatureSpecs(where, retries.call(transport::signatures));
      signatures.check();
    } catch (IOException e) {
      transport.close();
      throw e;
    } catch (IllegalArgumentException e) {
      transport.close();
      throw new IOException(e.getMessage(), e);
    }
  }

  private ServingClient(ServingClient client, long[] labels) {
    this.transport = client.transport;
    this.limits = client.limits;
    this.retries = client.retries;
    this.signatures = client.signatures;
    this.closed = client.closed;
    this.labels = labels;
  }

  /**
   * Connects over REST, and asks for the model's signatures.
   *
   * @param server as {@code http://host:8501}
   * @throws IOException when there is no such server, it has no such model, or its signatures do
   *     not go together as ours do
   * @throws IllegalArgumentException when the address is none
   */
  public static ServingClient rest(URI server, ServedModel model, CallLimits limits)
      throws IOException {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(limits, "limits");
    return new ServingClient(
        new RestTransport(server, model, limits), where(server, model), limits);
  }

  /**
   * Connects over gRPC, without TLS, and asks for the model's signatures.
   *
   * @param server as {@code host:8500}
   * @throws IOException when there is no such server, it has no such model, or its signatures do
   *     not go together as ours do
   * @throws IllegalArgumentException when the address is none
   */
  public static ServingClient grpc(String server, ServedModel model, CallLimits limits)
      throws IOException {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(limits, "limits");
    return new ServingClient(
        new GrpcTransport(server, model, limits), where(server, model), limits);
  }

  private static String where(Object server, ServedModel model) {
    return "%s: %s".formatted(server, model);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the server's model is none of ours
   */
  @Override
  public ImageShape shape() {
    return signatures.shape();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the server's model is none of ours
   */
  @Override
  public int latentDim() {
    return signatures.latentDim();
  }

  @Override
  public Set<String> signatures() {
    return signatures.byName().keySet();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when the server's model is none of ours
   */
  @Override
  public boolean wantsClass() {
    return signatures.conditional() && labels.length == 0;
  }

  @Override
  public ServingClient given(long... classes) {
    return classes.length == 0 ? this : new ServingClient(this, classes.clone());
  }

  @Override
  public Codes encode(Floats images) throws IOException {
    return ask(Call.encode(images));
  }

  @Override
  public Floats decode(Floats codes) throws IOException {
    return ask(Call.decode(codes));
  }

  @Override
  public Floats reconstruct(Floats images) throws IOException {
    return ask(Call.reconstruct(images));
  }

  @Override
  public Generated generate(long[] seeds) throws IOException {
    return ask(Call.generate(seeds));
  }

  @Override
  public Sampled sample(Floats images, long[] seeds) throws IOException {
    return ask(Call.sample(images, seeds));
  }

  @Override
  public Scores score(Floats images, long[] seeds) throws IOException {
    return ask(Call.score(images, seeds));
  }

  @Override
  public Floats interpolate(Floats start, Floats end, float[] positions) throws IOException {
    return ask(Call.interpolate(start, end, positions));
  }

  private <A> A ask(Call<A> unconditional) throws IOException {
    Call<A> call = unconditional.given(labels);
    SignatureSpec spec = signatures.of(call.signature());
    return call.<IOException>ask(
        spec,
        limits.rows(spec.widest()),
        inputs -> retries.call(time -> predict(spec, inputs, call.signature().returns(), time)));
  }

  /** One attempt, of which there are no more once the client is closed. */
  private Map<String, Floats> predict(
      SignatureSpec signature, List<Input> inputs, List<Part> returns, Duration time)
      throws IOException {
    if (closed.get()) {
      throw new IllegalStateException("the client has been closed");
    }
    return transport.predict(signature, inputs, returns, time);
  }

  /** The server and the model. */
  @Override
  public String toString() {
    return signatures.where();
  }

  /** Closes the connection; a call after this is an IllegalStateException. */
  @Override
  public void close() {
    closed.set(true);
    transport.close();
  }
}
