package io.github.vaegraph.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CodesFileTest {
  @TempDir Path folder;

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("codes.csv"), text);
  }

  @Test
  void csvAsEncodeWritesItGivesItsMeans() throws IOException {
    Path file =
        csv(
            """
            file,mean0,mean1,log_variance0,log_variance1,label
            a.png,1,2.5,-9,-9,cat
            "b, c.png",-3,4e-1,0,0,dog
            """);
    assertThat(CodesFile.read(file, 2).values()).containsExactly(1, 2.5f, -3, 0.4f);
  }

  @Test
  void numbersAloneMayHaveAnyNamesOrNone() throws IOException {
    assertThat(CodesFile.read(csv("1,2\n3,4\n"), 2).values()).containsExactly(1, 2, 3, 4);
    assertThat(CodesFile.read(csv("\uFEFFz0,z1\r\n1, 2\r\n"), 2).values()).containsExactly(1, 2);
  }

  @Test
  void npyGivesCodesOrTheMeansBeforeTheLogVariances() throws IOException {
    Path file = folder.resolve("codes.npy");
    try (NpyWriter npy = NpyWriter.create(file, 2, 4)) {
      npy.write(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 0, 8);
      npy.finish();
    }
    assertThat(CodesFile.read(file, 4).values()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(CodesFile.read(file, 2).values()).containsExactly(1, 2, 5, 6);
    assertThatThrownBy(() -> CodesFile.read(file, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("codes.npy: expected rows of 3 numbers, or of 6", "found 4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mean0,mean1,mean2;1,2,3 | expected the columns mean0 to mean1
          mean0,label;1,2         | expected the columns mean0 to mean1
          1,2,3                   | expected 2 numbers a row, or the columns mean0 to mean1
          1,2;3                   | line 2, column 2: expected a number, found ''
          1,2;3,x                 | line 2, column 2: expected a number, found 'x'
          1,x;3,4                 | line 1, column 2: expected a number, found 'x'
          1,2;NaN,4               | code 1: expected finite numbers, found NaN
          a,b                     | found no row of numbers
          """)
  void whatIsWrongIsSaid(String rows, String message) throws IOException {
    Path file = csv(rows.replace(';', '\n'));
    assertThatThrownBy(() -> CodesFile.read(file, 2))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void otherNamesAndNothingAreRefused() {
    assertThatThrownBy(() -> CodesFile.read(folder.resolve("codes.txt"), 2))
        .hasMessageContaining("expected a name in .npy or .csv");
    assertThatThrownBy(() -> CodesFile.read(folder.resolve("none.csv"), 2))
        .hasMessageContaining("none.csv: no such file");
  }

  @Test
  void anUnfinishedFileLeavesNothing() throws IOException {
    try (NpyWriter npy = NpyWriter.create(folder.resolve("half.npy"), 2, 2)) {
      npy.write(new float[2], 0, 2);
    }
    assertThat(folder).isEmptyDirectory();
  }
}
