package io.github.vaegraph.client;

import io.github.vaegraph.io.Visible;
import java.net.URI;
import java.net.URISyntaxException;

/** What servers' addresses look like, and what is said of others. */
final class ServerAddress {
  private static final int MOST_PORT = 65_535;

  private ServerAddress() {}

  /**
   * Returns an address of REST, as {@code http://host:8501}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static URI rest(URI server) {
    boolean web = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    String path = server.getPath() == null ? "" : server.getPath();
    if (!web || server.getPort() == 0 || !isHost(server) || path.startsWith("/v1")) {
      throw new IllegalArgumentException(
          "expected a server's address as http://host:8501, found "
              + Visible.address(server.toString())
              + advice(server));
    }
    return server;
  }

  /**
   * Reads an address of gRPC, as {@code host:8500}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static URI grpc(String server) {
    String found = "expected a server's address as host:8500, found " + Visible.address(server);
    URI uri;
    try {
      uri = new URI("grpc://" + server);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(found, e);
    }
    if (uri.getPort() < 1 || !isHost(uri) || !uri.getPath().isEmpty()) {
      throw new IllegalArgumentException(found + advice(uri));
    }
    return uri;
  }

  private static boolean isHost(URI server) {
    return server.getHost() != null
        && server.getPort() <= MOST_PORT
        && server.getUserInfo() == null
        && server.getQuery() == null
        && server.getFragment() == null;
  }

  /** Names as Docker Compose gives them may hold what those in an address may not. */
  private static String advice(URI server) {
    String authority = server.getRawAuthority();
    if (authority != null && authority.contains("@")) {
      return "; TensorFlow Serving knows no users: leave user and password away";
    }
    return server.getHost() == null && authority != null && authority.contains("_")
        ? "; a host's name cannot hold _ there: try an alias without it, or the IP address"
        : "";
  }
}
