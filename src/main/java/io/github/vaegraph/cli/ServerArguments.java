package io.github.vaegraph.cli;

import io.github.vaegraph.client.CallLimits;
import io.github.vaegraph.client.ServedModel;
import io.github.vaegraph.client.ServingClient;
import io.github.vaegraph.io.Visible;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.cli.Options;

/** The options that say which server is asked, for which model, and how long it may take. */
final class ServerArguments {
  private static final double LONGEST_TIMEOUT = 86_400;

  private ServerArguments() {}

  static void add(Options options) {
    Arguments.add(options, "url", "URL", "the server's REST address, as http://host:8501");
    Arguments.add(
        options, "grpc", "HOST:PORT", "the server's gRPC address, as host:8500, instead of --url");
    Arguments.add(options, "model", "NAME", "the model's name in the server's configuration");
    Arguments.add(options, "version", "N", "the model's version (default: the newest served)");
    Arguments.add(options, "label", "TEXT", "the version's label, as stable, instead of --version");
    Arguments.add(
        options,
        "timeout",
        "S",
        "seconds that an attempt may take, to the answer's last byte; all attempts of a request and the"
            + " pauses between them take no longer than so many times that (default: 30)");
    Arguments.add(
        options,
        "retries",
        "N",
        "further attempts where the server is busy or the connection breaks off (default: 4)");
    Arguments.add(
        options, "rows", "N", "rows in one request; more are sent in several (default: 64)");
  }

  /**
   * Connects.
   *
   * @throws IOException when there is no such server or model
   */
  static ServingClient connect(Arguments arguments) throws IOException {
    if (arguments.has("url") == arguments.has("grpc")) {
      throw new IllegalArgumentException(
          "expected either --url http://host:8501 or --grpc host:8500, found "
              + (arguments.has("url") ? "both" : "neither"));
    }
    String name =
        arguments
            .text("model")
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--model: expected the model's name on the server, found nothing"));
    ServedModel model =
        new ServedModel(name, arguments.longInteger("version"), arguments.text("label"));
    CallLimits limits = limits(arguments);
    Optional<URI> rest = arguments.value("url", ServerArguments::uri);
    if (rest.isPresent()) {
      return ServingClient.rest(rest.get(), model, limits);
    }
    return ServingClient.grpc(arguments.text("grpc").orElseThrow(), model, limits);
  }

  private static CallLimits limits(Arguments arguments) {
    CallLimits standard = CallLimits.STANDARD;
    return new CallLimits(
        arguments.value("timeout", ServerArguments::seconds).orElse(standard.timeout()),
        arguments.integer("retries").orElse(standard.retries()),
        standard.maxResponseBytes(),
        arguments.integer("rows").orElse(standard.rowsPerRequest()));
  }

  private static Duration seconds(String text) {
    double seconds = Arguments.decimal(text);
    if (seconds < 0.001 || seconds > LONGEST_TIMEOUT) {
      throw new IllegalArgumentException(
          "expected 0.001 to %.0f seconds, found %s".formatted(LONGEST_TIMEOUT, text));
    }
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "expected a server's address as http://host:8501, found " + Visible.address(text), e);
    }
  }
}
