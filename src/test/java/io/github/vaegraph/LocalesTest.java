package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, as its locale is everybody's. */
final class LocalesTest {
  @TempDir Path folder = Path.of("");

  @Test
  void everyLocaleTrainsAndExportsTheSame() throws Exception {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EveryLocale.class.getName(),
                folder.toString())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(err, StandardCharsets.UTF_8)).isZero();
    Map<String, String> expected = contents(EveryLocale.TAGS.get(0));
    assertThat(expected).hasSizeGreaterThan(20);
    for (String tag : EveryLocale.TAGS) {
      Map<String, String> found = contents(tag);
      assertThat(found).as(tag).hasSameSizeAs(expected);
      expected.forEach(
          (name, content) -> assertThat(found.get(name)).as(tag + " " + name).isEqualTo(content));
    }
  }

  /** Names and texts of all files, and the bytes of variables; without times. */
  private Map<String, String> contents(String tag) throws IOException {
    Path root = folder.resolve(tag);
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString().replace('\\', '/');
        contents.put(
            name.replaceAll("(events.out.tfevents).*", "$1"),
            name.matches(".*(SHA256SUMS|events.out.*|saved_model.pb)")
                ? "" // of times, or of maps that have no order
                : Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replaceAll("\"(imagesPerSecond|seconds)\"\\s*:[^,}]*", "$1")
                    .replaceAll("\\d+-\\d+-\\d+T[\\d:]+Z", "")
                    .replaceAll(name.endsWith(".csv") ? "(?m),[^,\n]*,[^,\n]*$" : "$^", ""));
      }
    }
    return contents;
  }
}
