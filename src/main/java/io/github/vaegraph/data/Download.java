package io.github.vaegraph.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Fetches published files. Nothing comes to stand under a file's name but what has the published
 * SHA-256: the bytes are written aside in the same folder, checked and then renamed.
 *
 * <p>HttpURLConnection rather than HttpClient: its read timeout holds for the body too.
 *
 * @param connectTimeout how long a mirror may take to answer
 * @param readTimeout how long a mirror may be silent
 * @param loopbackHttp whether http is allowed to this machine itself; tests do
 */
record Download(Duration connectTimeout, Duration readTimeout, boolean loopbackHttp) {
  static final Download STANDARD =
      new Download(Duration.ofSeconds(10), Duration.ofSeconds(30), false);

  private static final long MAX_SIZE = 256L << 20;

  /**
   * Fetches a file from the first mirror that has it.
   *
   * @param mirrors addresses of folders, each ending in a slash
   * @throws IOException when no mirror yields the right bytes; the message tells each one's reason
   */
  void fetch(RemoteFile file, List<URI> mirrors, Path folder) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (URI mirror : mirrors) {
      try {
        fetch(file, mirror, folder);
        return;
      } catch (IOException e) {
        reasons.add(mirror.getHost() + ": " + reason(e));
      }
    }
    throw new IOException(
        reasons.isEmpty() ? "nowhere to download it from" : String.join("; ", reasons));
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException
        ? "host not found, is this machine offline?"
        : Problem.shortly(e);
  }

  private void fetch(RemoteFile file, URI mirror, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path aside = folder.resolve("." + file.name() + "." + UUID.randomUUID() + ".part");
    try {
      String found = copy(mirror.resolve(file.name()), aside);
      if (!found.equals(file.sha256())) {
        throw new IOException("expected SHA-256 %s, found %s".formatted(file.sha256(), found));
      }
      rename(aside, folder.resolve(file.name()));
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private String copy(URI address, Path target) throws IOException {
    HttpURLConnection connection = open(address);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[1 << 16];
      long total = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > MAX_SIZE) {
          throw new IOException("no end after %d bytes".formatted(total));
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    } finally {
      connection.disconnect();
    }
    return Sha256.hex(digest);
  }

  private HttpURLConnection open(URI address) throws IOException {
    boolean loopback =
        loopbackHttp && "http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost());
    if (!"https".equals(address.getScheme()) && !loopback) {
      throw new IOException("only https is trusted, not " + address);
    }
    URLConnection connection = address.toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException("no web address: " + address);
    }
    // Redirects are followed, but never from https to http: the JDK keeps to the protocol.
    http.setInstanceFollowRedirects(true);
    http.setConnectTimeout((int) connectTimeout.toMillis());
    http.setReadTimeout((int) readTimeout.toMillis());
    if (http.getResponseCode() != HttpURLConnection.HTTP_OK) {
      int code = http.getResponseCode();
      http.disconnect();
      throw new IOException("HTTP " + code);
    }
    return http;
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
