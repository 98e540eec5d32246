package io.github.vaegraph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.io.Sha256;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = DataFiles.idxImages(24);
  private static final String NAME = "train-images-idx3-ubyte";
  private static final Download DOWNLOAD =
      new Download(Duration.ofSeconds(10), Duration.ofSeconds(10), true);

  /** For the mirror that falls silent; on a busy machine, all are silent now and then. */
  private static final Download IMPATIENT =
      new Download(Duration.ofSeconds(10), Duration.ofSeconds(1), true);

  @TempDir Path folder = Path.of("");
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  DownloadTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/good/", exchange -> answer(exchange, 200, CONTENT, CONTENT.length));
    server.createContext("/wrong/", exchange -> answer(exchange, 200, new byte[9], 9));
    server.createContext("/missing/", exchange -> answer(exchange, 404, new byte[9], 9));
    server.createContext("/cut/", exchange -> answer(exchange, 200, new byte[20], CONTENT.length));
    server.createContext("/silent/", exchange -> exchange.sendResponseHeaders(200, 100));
    server.createContext("/slow/", DownloadTest::answerSlowly);
    server.createContext("/unsized/", exchange -> answer(exchange, 200, new byte[20], 0));
    server.createContext("/moved/", exchange -> redirect(exchange, "/good/" + NAME));
    server.createContext("/circle/", exchange -> redirect(exchange, "/circle/" + NAME));
    server.createContext("/plain/", exchange -> redirect(exchange, "http://example.invalid/"));
    server.createContext("/file/", exchange -> redirect(exchange, "file:///etc/passwd"));
    server.createContext("/nowhere/", exchange -> redirect(exchange, "http://a b/"));
    server.setExecutor(threads);
    server.start();
  }

  /** A byte at a time, each well within the time that a mirror may be silent. */
  private static void answerSlowly(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, CONTENT.length);
    try (OutputStream body = exchange.getResponseBody()) {
      for (byte value : CONTENT) {
        body.write(value);
        body.flush();
        LockSupport.parkNanos(2_000_000);
      }
    }
  }

  private static void redirect(HttpExchange exchange, String target) throws IOException {
    exchange.getResponseHeaders().set("Location", target);
    answer(exchange, 302, new byte[9], 9);
  }

  private static void answer(HttpExchange exchange, int code, byte[] body, int promised)
      throws IOException {
    exchange.sendResponseHeaders(code, promised);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aSlowMirrorIsWaitedForAndARedirectFollowed() throws IOException {
    for (String mirror : List.of("slow", "moved")) {
      fetch(mirror);
      assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
      Files.delete(folder.resolve(NAME));
    }
  }

  @Test
  void redirectsLeadNeitherInCirclesNorAwayFromHttps() throws IOException {
    assertThatThrownBy(() -> fetch("circle")).hasMessageContaining("more than 5 times");
    assertThatThrownBy(() -> fetch("plain"))
        .hasMessageContaining("only https is trusted, not http://example.invalid/");
    assertThatThrownBy(() -> fetch("file")).hasMessageContaining("only https is trusted");
    assertThatThrownBy(() -> fetch("nowhere")).hasMessageContaining("no web address");
    assertThat(files()).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    for (Path cache : List.of(file, file.resolve("below"))) {
      assertThatThrownBy(() -> DOWNLOAD.fetch(file(CONTENT), List.of(mirror("good")), cache))
          .hasMessage(cache + " cannot be written; choose another folder with dataDir(...)");
    }
    assertThat(files()).containsExactly(file);
  }

  @Test
  void severalAtOnceEndWithOneWholeFile() throws Exception {
    List<Future<?>> fetches = new ArrayList<>();
    for (String mirror : List.of("slow", "good", "slow", "wrong", "slow")) {
      fetches.add(threads.submit(() -> fetchQuietly(mirror)));
    }
    for (Future<?> fetch : fetches) {
      fetch.get();
    }
    assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
    assertThat(files()).hasSize(1);
  }

  private void fetchQuietly(String mirror) {
    assertThat(catchThrowable(() -> fetch(mirror)))
        .matches(thrown -> (thrown == null) != mirror.equals("wrong"));
  }

  private URI mirror(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path + "/");
  }

  private static RemoteFile file(byte[] content) {
    MessageDigest digest = Sha256.digest();
    digest.update(content);
    return new RemoteFile(NAME, Sha256.hex(digest));
  }

  private void fetch(String... mirrors) throws IOException {
    Download download = List.of(mirrors).contains("silent") ? IMPATIENT : DOWNLOAD;
    download.fetch(file(CONTENT), Stream.of(mirrors).map(this::mirror).toList(), folder);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void rightBytesComeToStandUnderTheirName() throws IOException {
    fetch("good");
    assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
    assertThat(files()).hasSize(1);
  }

  @Test
  void theNextMirrorHelps() throws IOException {
    fetch("missing", "wrong", "cut", "silent", "good");
    assertThat(folder.resolve(NAME)).hasBinaryContent(CONTENT);
    assertThat(files()).hasSize(1);
  }

  @Test
  void nothingWrongIsKept() throws IOException {
    assertThatThrownBy(() -> fetch("wrong")).hasMessageContaining("expected SHA-256");
    assertThatThrownBy(() -> fetch("cut")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> fetch("unsized")).hasMessageContaining("expected SHA-256");
    assertThatThrownBy(() -> fetch("missing")).hasMessageContaining("HTTP 404");
    assertThatThrownBy(() -> fetch("silent")).hasMessageContaining("timed out");
    assertThat(files()).isEmpty();
  }

  @Test
  void onlyHttpsIsTrusted() {
    assertThatThrownBy(
            () -> Download.STANDARD.fetch(file(CONTENT), List.of(mirror("good")), folder))
        .hasMessageContaining("only https is trusted");
    assertThatThrownBy(
            () ->
                DOWNLOAD.fetch(
                    file(CONTENT), List.of(URI.create("http://example.invalid/")), folder))
        .hasMessageContaining("only https is trusted");
  }

  private Datasets datasets(URI mirror) {
    NamedSet set =
        new NamedSet(
            "tiny-set",
            List.of(file(CONTENT)),
            List.of(mirror),
            (at, options, limits) -> NamedSet.idx(at, options, limits, List.of()));
    return new Datasets(
        List.of(set), Map.of("VAEGRAPH_DATA", folder.toString()), DOWNLOAD, ReadLimits.STANDARD);
  }

  @Test
  void aMissingSetIsDownloadedOnceIntoItsFolder() throws IOException {
    Dataset set = datasets(mirror("good")).read(DataOptions.of("tiny-set"));
    assertThat(set.train().count()).isEqualTo(22); // the last twelfth validates
    assertThat(set.validation().count()).isEqualTo(2);
    // In a shell that says no VAEGRAPH_DATA the same files are found by what the set remembers.
    assertThat(set.options().orElseThrow().dataDir()).contains(folder.toAbsolutePath());
    assertThat(set.options().orElseThrow().reading().labels()).isEqualTo(set.labelNames());
    assertThat(folder.resolve("tiny-set").resolve(NAME)).exists();
    assertThat(datasets(mirror("missing")).read(DataOptions.of("tiny-set")).train().count())
        .isEqualTo(22);
    assertThat(datasets(mirror("missing")).readAll(DataOptions.of("tiny-set")).count())
        .isEqualTo(24);
  }

  @Test
  void offlineTheMessageSaysWhichFilesToPutWhere() throws IOException {
    URI nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }
    assertThatThrownBy(() -> datasets(nobody).read(DataOptions.of("tiny-set")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("tiny-set: put %s into %s", NAME, folder.resolve("tiny-set"))
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void theUsersOwnFilesAreTakenWhereverTheyLie() throws IOException {
    byte[] own = DataFiles.idxImages(12);
    for (String place : List.of("tiny-set", "tiny_set", "")) {
      Path at = folder.resolve(place).resolve(NAME + ".gz");
      DataFiles.write(at, DataFiles.gzip(own));
      assertThat(datasets(mirror("missing")).readAll(DataOptions.of("tiny-set")).count())
          .isEqualTo(12);
      Files.delete(at);
    }
  }

  @Test
  void anotherSetsFilesOfTheSameNamesAreNotTaken() throws IOException {
    String labels = "train-labels-idx1-ubyte";
    DataFiles.write(folder.resolve(NAME), DataFiles.idxImages(12));
    DataFiles.write(folder.resolve(labels), DataFiles.idxLabels(12));
    MessageDigest digest = Sha256.digest();
    digest.update(DataFiles.idxLabels(12));
    NamedSet asked = datasets(mirror("good")).published().get(0);
    NamedSet other =
        new NamedSet(
            "other-set",
            List.of(new RemoteFile(labels, Sha256.hex(digest)), file(CONTENT)),
            List.of(),
            asked.reader());
    DataFolders folders = new DataFolders(folder, DOWNLOAD);
    assertThat(folders.folder(other, List.of(asked, other))).isEqualTo(folder);
    assertThat(folders.folder(asked, List.of(asked, other))).isEqualTo(folder.resolve("tiny-set"));
  }

  @Test
  void imagesWithoutLabelsAreTheOwnersChoice() throws IOException {
    NamedSet set =
        new NamedSet(
            "tiny-set",
            List.of(new RemoteFile("train-labels-idx1-ubyte", ""), file(CONTENT)),
            List.of(mirror("missing")),
            (at, options, limits) -> NamedSet.idx(at, options, limits, List.of()));
    DataFiles.write(folder.resolve(NAME), DataFiles.idxImages(12));
    assertThat(new DataFolders(folder, DOWNLOAD).folder(set, List.of(set))).isEqualTo(folder);
  }

  @Test
  void theDownloadGoesBelowTheFolderAskedForThenTheEnvironmentsThenTheCache() {
    Path home = Path.of("home");
    Map<String, String> all =
        Map.of("VAEGRAPH_DATA", "data", "XDG_CACHE_HOME", "cache", "LOCALAPPDATA", "local");
    assertThat(DataFolders.root(Optional.of(Path.of("asked")), all, home))
        .isEqualTo(Path.of("asked"));
    assertThat(DataFolders.root(Optional.empty(), all, home)).isEqualTo(Path.of("data"));
    assertThat(DataFolders.root(Optional.empty(), Map.of("XDG_CACHE_HOME", "cache"), home))
        .isEqualTo(Path.of("cache/vaegraph"));
    assertThat(DataFolders.root(Optional.empty(), Map.of("LOCALAPPDATA", "local"), home))
        .isEqualTo(Path.of("local/vaegraph"));
    assertThat(DataFolders.root(Optional.empty(), Map.of("VAEGRAPH_DATA", ""), home))
        .isEqualTo(Path.of("home/.cache/vaegraph"));
  }
}
