package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every damaged input is refused in one line that says what is wrong with it. How long that takes
 * and in how much memory is measured from outside: {@code src/check/bad_files.py}.
 */
final class BadFilesTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @MethodSource("io.github.vaegraph.cli.BadFiles#all")
  void isRefusedInOneLine(BadFile bad) throws IOException {
    List<String> arguments = bad.arguments(folder);
    Assumptions.assumeFalse(
        bad.name().equals("idx-unreadable") && Files.isReadable(Path.of(arguments.get(2))),
        "the administrator reads every file");
    Vae.run(arguments.toArray()).refused(bad.words().toArray(String[]::new));
    assertThat(folder.resolve("run")).doesNotExist();
  }
}
