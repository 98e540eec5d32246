package io.github.vaegraph.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that are busy, slow, broken, something else, or not there. */
final class FaultsTest {
  private static final ServedModel DIGITS = ServedModel.named("digits");
  private static final long[] SEED = {1};
  private static StandInServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new StandInServer(Path.of("savedmodel/digits/1"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static CallLimits limits(int millis, int retries, int bytes) {
    return new CallLimits(Duration.ofMillis(millis), retries, bytes, 64);
  }

  private static ServingClient rest(CallLimits limits) throws IOException {
    return ServingClient.rest(server.url(), DIGITS, limits);
  }

  private static ServingClient rest() throws IOException {
    return rest(limits(20_000, 2, 1 << 24));
  }

  private static ServingClient grpc(CallLimits limits) throws IOException {
    return ServingClient.grpc("localhost:" + server.grpcPort(), DIGITS, limits);
  }

  private static StandInServer.RestFault busy(int status, String retryAfter) {
    return exchange -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      StandInRest.error(exchange, status, "the queue is full");
    };
  }

  /** An answer as it stands, with the length it really has. */
  private static StandInServer.RestFault body(int status, String type, String text) {
    return exchange -> {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  /** The call fails in one line that holds these words and the server's address. */
  private static void assertFails(ServingClient client, String... words) {
    assertThatThrownBy(() -> client.generate(SEED))
        .isInstanceOf(IOException.class)
        .satisfies(
            e -> {
              assertThat(e).hasMessageContaining("localhost:").hasMessageContainingAll(words);
              assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void busyServersAreAskedAgain(int status) throws IOException {
    String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    server.nextRest(busy(status, "0"));
    server.nextRest(busy(status, past));
    int before = server.predictions();
    try (ServingClient client = rest()) {
      assertThat(client.generate(SEED).images().rows()).isEqualTo(1);
    }
    assertThat(server.predictions() - before).isEqualTo(3);
  }

  @Test
  void serversThatStayBusyAreQuoted() throws IOException {
    try (ServingClient client = rest(limits(20_000, 1, 1 << 24))) {
      server.nextRest(busy(429, "0"));
      server.nextRest(busy(429, "0"));
      assertFails(client, "HTTP 429, the server says: the queue is full (2 attempts)");
      server.nextRest(busy(503, "3600"));
      assertFails(client, "HTTP 503", "it asks to come back in 3600 s");
    }
  }

  @Test
  void otherErrorsAreQuotedAndNotTriedAgain() throws IOException {
    int before = server.predictions();
    try (ServingClient client = rest()) {
      server.nextRest(e -> StandInRest.error(e, 500, "out of\n\tmemory"));
      assertFails(client, "HTTP 500, the server says: out of memory");
      server.nextRest(body(502, "text/html", "<html>Bad Gateway</html>"));
      assertFails(client, "HTTP 502", "no error of TensorFlow Serving's, but text/html");
    }
    assertThat(server.predictions() - before).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"outputs": {"image"                       | expected JSON
          <html>Welcome</html>                       | expected JSON
          {"outputs": {"z": [[1]]}}                  | z: expected an array of shape [1, 20]
          {"outputs": {"image": [[1]], "z": [[1]]}}  | image: expected an array of shape
          {"outputs": {"image": [], "z": []}}        | the answer holds 0 entries on axis 0
          {"predictions": []}                        | image: expected an array
          """)
  void answersThatAreNoneAreRefused(String answer, String words) throws IOException {
    try (ServingClient client = rest()) {
      server.nextRest(body(200, "application/json", answer));
      assertFails(client, words);
    }
  }

  @Test
  void redirectsAreTold() throws IOException {
    try (ServingClient client = rest()) {
      server.nextRest(
          exchange -> {
            exchange.getResponseHeaders().set("Location", "https://elsewhere/");
            exchange.sendResponseHeaders(302, -1);
          });
      assertFails(client, "HTTP 302", "a redirect to https://elsewhere/");
    }
  }

  @Test
  void longAnswersAreCutOff() throws IOException {
    try (ServingClient client = rest(limits(20_000, 2, 40_000))) {
      int before = server.predictions();
      server.nextRest(
          exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
              for (int i = 0; i < 10_000; i++) {
                out.write(new byte[1 << 16]);
              }
            }
          });
      assertFails(client, "the answer is longer than 40000 bytes, the limit");
      assertThat(server.predictions() - before).isEqualTo(1);
    }
  }

  @Test
  void slowAnswersEndWithTheTimeoutWhereverTheyHang() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    StandInServer.RestFault silent = exchange -> await(over);
    StandInServer.RestFault halting =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          await(over);
        };
    try (ServingClient client = rest(limits(1500, 2, 1 << 24))) {
      client.generate(SEED); // what is slow the first time
      server.nextRest(silent);
      assertFails(client, "no whole answer within 1.5 s");
      server.nextRest(halting);
      assertFails(client, "no whole answer within 1.5 s");
    } finally {
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void connectionsThatBreakWithinAnAnswerAreMadeAgain() throws IOException {
    StandInServer.RestFault reset =
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          throw new IOException("closes the connection");
        };
    try (ServingClient client = rest()) {
      server.nextRest(reset);
      assertThat(client.generate(SEED).images().rows()).isEqualTo(1);
    }
    try (ServingClient client = rest(limits(20_000, 0, 1 << 24))) {
      server.nextRest(reset);
      assertFails(client, "the connection broke off");
    }
  }

  @Test
  void busyGrpcServersAreAskedAgainAndOthersQuoted() throws IOException {
    int before = server.predictions();
    try (ServingClient client = grpc(limits(20_000, 2, 1 << 24))) {
      server.nextGrpc(Status.RESOURCE_EXHAUSTED.withDescription("the queue is full"));
      server.nextGrpc(Status.UNAVAILABLE.withDescription("starting"));
      assertThat(client.generate(SEED).images().rows()).isEqualTo(1);
      assertThat(server.predictions() - before).isEqualTo(3);
      server.nextGrpc(Status.INTERNAL.withDescription("out of\nmemory"));
      assertFails(client, "INTERNAL, the server says: out of memory");
      server.nextGrpc(Status.UNIMPLEMENTED.withDescription("Method not found"));
      assertFails(client, "expected TensorFlow Serving's gRPC");
      assertThat(server.predictions() - before).isEqualTo(5);
    }
    try (ServingClient client = grpc(limits(20_000, 0, 1 << 24))) {
      server.nextGrpc(Status.UNAVAILABLE.withDescription("starting"));
      assertFails(client, "UNAVAILABLE, the server says: starting");
    }
  }

  @Test
  void grpcAnswersAreLimitedInLengthAndTime() throws IOException {
    try (ServingClient client = grpc(limits(20_000, 2, 20_000))) {
      assertThatThrownBy(() -> client.generate(new long[10])) // more than 31,360 bytes of pixels
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the answer is longer than 20000 bytes, the limit");
    }
    try (ServingClient client = grpc(limits(1500, 2, 1 << 24))) {
      server.nextGrpc(Status.OK); // never answered
      assertFails(client, "no whole answer within 1.5 s");
    }
  }

  @Test
  void whereNobodyListensTheConnectionIsRefusedAtOnce() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    CallLimits many = limits(60_000, 1000, 1 << 24); // retrying would outlast the test
    assertThatThrownBy(
            () -> ServingClient.rest(URI.create("http://localhost:" + free), DIGITS, many))
        .hasMessageContaining("localhost:" + free + ": connection refused");
    assertThatThrownBy(() -> ServingClient.grpc("localhost:" + free, DIGITS, many))
        .hasMessageContaining("localhost:" + free + ": connection refused");
  }

  @Test
  void unknownHostsAreNamed() {
    CallLimits many = limits(60_000, 1000, 1 << 24);
    // RFC 2606 keeps .invalid free for good.
    assertThatThrownBy(
            () -> ServingClient.rest(URI.create("http://nowhere.invalid:8501"), DIGITS, many))
        .hasMessageContaining("nowhere.invalid:8501: host not found");
    assertThatThrownBy(() -> ServingClient.grpc("nowhere.invalid:8500", DIGITS, many))
        .hasMessageContaining("nowhere.invalid:8500: host not found");
  }

  @Test
  void hostsThatNoAddressMayNameGetAdvice() {
    assertThatThrownBy(
            () ->
                ServingClient.rest(
                    URI.create("http://tf_serving:8501"), DIGITS, CallLimits.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("found http://tf_serving:8501; ", "_", "try an alias");
  }

  @Test
  void whatIsNoRefusalIsQuoted() {
    assertThat(ServerWords.unconnected(new ConnectException(), "REST"))
        .isEqualTo("connection refused; is TensorFlow Serving's REST listening there?");
    assertThat(ServerWords.unconnected(new ConnectException("Connection refused"), "gRPC"))
        .isEqualTo("connection refused; is TensorFlow Serving's gRPC listening there?");
    assertThat(ServerWords.unconnected(new NoRouteToHostException("No route to host"), "gRPC"))
        .startsWith("no connection (No route to host); ");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // which has no route to everybody at once
  void networksThatCannotBeReachedAreNotCalledRefusals() {
    URI everybody = URI.create("http://255.255.255.255:8501");
    assertThatThrownBy(() -> ServingClient.rest(everybody, DIGITS, limits(20_000, 0, 1 << 24)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("255.255.255.255:8501: no connection (Network is unreachable)");
  }

  @Test
  void closedClientsCallNobody() throws IOException {
    for (ServingClient client : List.of(rest(), grpc(limits(20_000, 1000, 1 << 24)))) {
      client.close();
      int before = server.predictions();
      assertThatThrownBy(() -> client.generate(SEED))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the client has been closed");
      assertThat(server.predictions()).isEqualTo(before);
    }
  }

  @Test
  void interruptedThreadsCallNobody() throws IOException {
    try (ServingClient rest = rest();
        ServingClient grpc = grpc(limits(20_000, 2, 1 << 24))) {
      int before = server.predictions();
      for (ServingClient client : List.of(rest, grpc)) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.generate(SEED)).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(server.predictions()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void callsInterruptedWhileTheyWaitSaySo(boolean overRest) throws Exception {
    CallLimits patient = limits(20_000, 2, 1 << 24);
    try (StandInServer waiting = new StandInServer(Path.of("savedmodel/digits/1"));
        ServingClient client =
            overRest
                ? ServingClient.rest(waiting.url(), DIGITS, patient)
                : ServingClient.grpc("localhost:" + waiting.grpcPort(), DIGITS, patient)) {
      waiting.merge("generate", 2); // the other request never comes
      Thread caller = Thread.currentThread();
      Thread interrupter =
          new Thread(
              () -> {
                while (waiting.predictions() == 0) {
                  LockSupport.parkNanos(1_000_000);
                }
                caller.interrupt();
              });
      interrupter.start();
      assertThatThrownBy(() -> client.generate(SEED))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageEndingWith(": interrupted");
      assertThat(Thread.interrupted()).isTrue();
      interrupter.join();
    }
  }

  @Test
  void theOtherInterfacesPortIsSuspected() {
    CallLimits once = limits(20_000, 0, 1 << 24);
    assertThatThrownBy(
            () ->
                ServingClient.rest(
                    URI.create("http://localhost:" + server.grpcPort()), DIGITS, once))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("usually port 8501?");
    assertThatThrownBy(
            () -> ServingClient.grpc("localhost:" + server.url().getPort(), DIGITS, once))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("usually port 8500?");
  }

  @Test
  void somethingThatSpeaksNeitherIsSuspected() throws IOException {
    try (ServerSocket ssh = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> greet(ssh));
      thread.start();
      URI address = URI.create("http://localhost:" + ssh.getLocalPort());
      assertThatThrownBy(() -> ServingClient.rest(address, DIGITS, limits(20_000, 0, 1 << 24)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is it TensorFlow Serving's REST");
    }
  }

  private static void greet(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("SSH-2.0-server\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"user:secret", "user:se@cret", "secret", "user:secret/x"})
  void passwordsInAddressesAreRefusedAndNotRepeated(String user) {
    assertThatThrownBy(
            () ->
                ServingClient.rest(
                    URI.create("http://" + user + "@localhost:8501"), DIGITS, CallLimits.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found http://***@localhost:8501")
        .message()
        .doesNotContain("cret");
    assertThatThrownBy(
            () -> ServingClient.grpc(user + "@localhost:8500", DIGITS, CallLimits.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found ***@localhost:8500")
        .message()
        .doesNotContain("cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:8501",
        "ftp://localhost:8501",
        "http:///v1",
        "http://localhost:8501/v1/models/digits:predict",
        "http://localhost:8501?x=1",
        "http://localhost:0",
        "http://localhost:65536",
        "/tmp"
      })
  void addressesThatAreNoneAreRefused(String address) {
    assertThatThrownBy(() -> ServingClient.rest(URI.create(address), DIGITS, CallLimits.STANDARD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("http://host:8501", address);
  }
}
