package io.github.vaegraph.source;

import io.github.vaegraph.io.Problem;
import io.github.vaegraph.io.Sha256;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
  private static final int MAX_REDIRECTS = 5;

  /**
   * Fetches a file from the first mirror that has it.
   *
   * @param mirrors addresses of folders, each ending in a slash
   * @throws IOException when no mirror yields the right bytes; the message tells each one's reason
   */
  void fetch(RemoteFile file, List<URI> mirrors, Path folder) throws IOException {
    createWritable(folder);
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
    try (Unfinished aside = Unfinished.file(folder.resolve(file.name()))) {
      String found = copy(mirror.resolve(file.name()), aside.path());
      if (!found.equals(file.sha256())) {
        throw new IOException("expected SHA-256 %s, found %s".formatted(file.sha256(), found));
      }
      aside.moveTo(folder.resolve(file.name()));
    }
  }

  /** The system's own words are the folder's name alone. */
  private static void createWritable(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (FileSystemException e) {
      throw unwritable(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw unwritable(folder, new AccessDeniedException(folder.toString()));
    }
  }

  private static IOException unwritable(Path folder, FileSystemException e) {
    return new IOException(
        "%s cannot be written; choose another folder with dataDir(...)".formatted(folder), e);
  }

  private String copy(URI address, Path target) throws IOException {
    HttpURLConnection connection = open(address, 0);
    MessageDigest digest = Sha256.digest();
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(target)) {
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

  /** Follows redirects itself, so that each address on the way is held to the same rule. */
  private HttpURLConnection open(URI address, int redirects) throws IOException {
    boolean loopback =
        loopbackHttp && "http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost());
    if (!"https".equals(address.getScheme()) && !loopback) {
      throw new IOException("only https is trusted, not " + address);
    }
    URLConnection connection = address.toURL().openConnection();
    if (!(connection instanceof HttpURLConnection http)) {
      throw new IOException("no web address: " + address);
    }
    http.setInstanceFollowRedirects(false);
    http.setConnectTimeout((int) connectTimeout.toMillis());
    http.setReadTimeout((int) readTimeout.toMillis());
    int code = http.getResponseCode();
    if (code == HttpURLConnection.HTTP_OK) {
      return http;
    }
    String target = http.getHeaderField("Location");
    http.disconnect();
    if (code / 100 != 3 || target == null) {
      throw new IOException("HTTP " + code);
    }
    if (redirects == MAX_REDIRECTS) {
      throw new IOException("redirected more than %d times".formatted(MAX_REDIRECTS));
    }
    return open(redirected(address, target), redirects + 1);
  }

  private static URI redirected(URI address, String target) throws IOException {
    try {
      return address.resolve(target);
    } catch (IllegalArgumentException e) {
      throw new IOException("redirected to no web address: " + target, e);
    }
  }
}
