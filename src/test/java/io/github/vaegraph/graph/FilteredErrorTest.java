package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Of what goes to standard error while TensorFlow is first used, its banner alone is missing. */
final class FilteredErrorTest {
  @TempDir Path folder = Path.of("");

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void everyLineOfOthersArrivesOnceAndNoBannerDoes() throws Exception {
    Path err = folder.resolve("err");
    ProcessBuilder chatter =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Chatter.class.getName())
            .redirectError(err.toFile());
    chatter.environment().remove("TF_CPP_MIN_LOG_LEVEL");
    assertThat(chatter.start().waitFor()).isEqualTo(7);
    List<String> lines = Files.readAllLines(err, StandardCharsets.UTF_8);
    assertThat(lines).endsWith(Chatter.LAST);
    assertThat(lines.stream().filter(Chatter.OF_ANOTHER_PROGRAM::equals)).hasSize(5);
    int told = 1 + 5;
    for (int t = 0; t < Chatter.THREADS; t++) {
      String start = "thread " + t + " ";
      List<String> own = lines.stream().filter(line -> line.startsWith(start)).toList();
      assertThat(own).hasSizeGreaterThan(1000);
      // Each line once; at the very end one may overtake those that are still in the pipe.
      Set<String> found = new HashSet<>(own);
      assertThat(found).hasSameSizeAs(own).contains(start + "end");
      for (int i = 0; i < own.size() - 1; i++) {
        assertThat(found.contains(start + "line " + i)).as(start + "line " + i).isTrue();
      }
      told += own.size();
    }
    assertThat(lines).hasSize(told); // nothing but these
  }

  @Test
  void onlyWholeLinesOfTheBannerAreTakenOut() {
    String banner =
        "WARNING: All log messages before absl::InitializeLog() is called are written to STDERR\n"
            + "I0000 00:00:1795790963.067465   14247 mlir_graph_optimization_pass.cc:401] MLIR V1"
            + " optimization pass is not enabled\n";
    String others = "I0000 00:00:1795790963.067465   14247 other.cc:1] a line\n50%\r\u00e4\n\nend";
    assertThat(passed(banner + others)).isEqualTo(others);
    assertThat(passed(others)).isEqualTo(others);
    assertThat(passed("a line\n" + banner)).isEqualTo("a line\n");
  }

  private static String passed(String said) {
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    return new String(FilteredError.withoutBanner(bytes), StandardCharsets.UTF_8);
  }
}
