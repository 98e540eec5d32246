package io.github.vaegraph.client;

import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.SignatureSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * REST, through the JDK's HttpClient: it is maintained with the JDK, and one dependency less. Its
 * own timeout ends with the answer's head, so the whole answer is waited for here.
 */
final class RestTransport implements Transport {
  private static final int OK = 200;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final int NOT_FOUND = 404;

  private final URI server;
  private final ServedModel model;
  private final CallLimits limits;
  private final HttpClient http;

  /**
   * @param server as {@code http://host:8501}
   * @throws IllegalArgumentException when it is no such address
   */
  RestTransport(URI server, ServedModel model, CallLimits limits) {
    this.server = ServerAddress.rest(server);
    this.model = model;
    this.limits = limits;
    // HTTP/2 would have to be negotiated, which TensorFlow Serving's REST does not.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.timeout())
            .build();
  }

  @Override
  public Map<String, SignatureSpec> signatures(Duration time) throws IOException {
    int limit = Math.min(MAX_METADATA_BYTES, limits.maxResponseBytes());
    byte[] answer = send("/metadata", "GET", BodyPublishers.noBody(), limit, time);
    return told(() -> RestJson.signatures(answer));
  }

  @Override
  public Map<String, Floats> predict(
      SignatureSpec signature, List<Input> inputs, List<Part> returns, Duration time)
      throws IOException {
    byte[] request = RestJson.request(signature, inputs);
    byte[] answer =
        send(
            ":predict",
            "POST",
            BodyPublishers.ofByteArray(request),
            limits.maxResponseBytes(),
            time);
    return told(() -> RestAnswer.outputs(answer, signature, returns, inputs.get(0).count()));
  }

  /** Makes something of an answer. */
  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Says which server gave an answer that cannot be read. */
  private <T> T told(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      throw new IOException(server + ": " + e.getMessage(), e);
    }
  }

  private byte[] send(String action, String method, BodyPublisher body, int maxBytes, Duration time)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address(action))
            .method(method, body)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            request,
            head ->
                new LimitedBody(
                    head.statusCode() == OK ? maxBytes : Math.min(MAX_METADATA_BYTES, maxBytes)));
    try {
      return checked(answer.get(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw tooSlow(e, time);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), time);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException(server + ": interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private URI address(String action) {
    try {
      String base = server.getPath() == null ? "" : server.getPath().replaceFirst("/+$", "");
      return new URI(
          server.getScheme(),
          null,
          server.getHost(),
          server.getPort(),
          base + model.path() + action,
          null,
          null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("an address made of checked parts", e);
    }
  }

  private byte[] checked(HttpResponse<byte[]> response) throws IOException {
    int status = response.statusCode();
    if (status == OK) {
      return response.body();
    }
    String said =
        RestJson.error(response.body())
            .map(ServerWords::oneLine)
            .orElseGet(() -> "no error of TensorFlow Serving's, " + kind(response));
    String message = "%s: HTTP %d, the server says: %s".formatted(server, status, said);
    if (status == TOO_MANY_REQUESTS || status == UNAVAILABLE) {
      throw new Busy(message, retryAfter(response));
    }
    throw new IOException(
        status == NOT_FOUND ? message + "; is it serving model " + model + "?" : message);
  }

  private static String kind(HttpResponse<byte[]> response) {
    return response
        .headers()
        .firstValue("Location")
        .map(to -> "but a redirect to " + ServerWords.oneLine(to))
        .or(
            () ->
                response
                    .headers()
                    .firstValue("Content-Type")
                    .map(type -> "but " + ServerWords.oneLine(type)))
        .orElse("but %d bytes".formatted(response.body().length));
  }

  /** Seconds, or a date as RFC 9110 writes it; nothing where it is neither. */
  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    if (header.isEmpty()) {
      return Optional.empty();
    }
    String text = header.get().strip();
    if (text.matches("\\d{1,18}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private IOException tooSlow(Exception e, Duration time) {
    return new IOException(
        "%s: no whole answer within %s; is the server overloaded, or the timeout too short?"
            .formatted(server, CallLimits.text(time)),
        e);
  }

  private IOException failure(Throwable e, Duration time) {
    if (e instanceof HttpConnectTimeoutException timeout) {
      return tooSlow(timeout, time);
    }
    if (e instanceof ConnectException) {
      return new IOException(
          e.getCause() instanceof UnresolvedAddressException
              ? server + ": host not found; is its name right?"
              : server + ": " + ServerWords.unconnected(e, "REST"),
          e);
    }
    if (e instanceof LimitedBody.TooLong) {
      return new IOException(server + ": " + e.getMessage(), e);
    }
    if (e instanceof SSLException) {
      return new IOException(
          "%s: no secure connection (%s); is it http rather than https?"
              .formatted(server, ServerWords.oneLine("" + e.getMessage())),
          e);
    }
    return new Busy(
        "%s: the connection broke off (%s); is it TensorFlow Serving's REST, usually port 8501?"
            .formatted(server, ServerWords.oneLine("" + e.getMessage())),
        e);
  }

  @Override
  public void close() {
    // The JDK's client ends its threads when nobody holds it any more.
  }
}
