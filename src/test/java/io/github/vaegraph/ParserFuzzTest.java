package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fuzzer's seeds, without the fuzzer: those named {@code sound} are read, the others are read
 * or refused in one line. What fuzzing finds comes here as a seed of its own.
 */
final class ParserFuzzTest {
  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void everySeedIsReadOrRefused(ParserFuzz.Parser parser) throws IOException {
    List<Path> seeds = parser.seeds();
    assertThat(seeds).anyMatch(ParserFuzzTest::sound).anyMatch(seed -> !sound(seed));
    for (Path seed : seeds) {
      byte[] bytes = Files.readAllBytes(seed);
      assertThatCode(
              () -> {
                if (sound(seed)) {
                  parser.read(folder, bytes);
                } else {
                  parser.readAny(folder, bytes);
                }
              })
          .as(seed.toString())
          .doesNotThrowAnyException();
    }
  }

  private static boolean sound(Path seed) {
    return seed.getFileName().toString().startsWith("sound");
  }
}
