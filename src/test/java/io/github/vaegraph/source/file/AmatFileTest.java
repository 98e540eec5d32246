package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmatFileTest {
  @TempDir Path folder = Path.of("");

  @Test
  void onesAreWhite() throws IOException {
    Split all = all(write(folder.resolve("a.amat"), "0 1 1 0 \n1 0 0 0\r\n"));
    assertThat(all.images().shape()).isEqualTo(new ImageShape(2, 2, 1));
    assertThat(pixels(all)).containsExactly(0, 255, 255, 0, 255, 0, 0, 0);
  }

  @Test
  void compressedFilesAndALastRowWithoutEndAreRead() throws IOException {
    byte[] text = "1 1 1 1\n0 0 0 1".getBytes(StandardCharsets.US_ASCII);
    assertThat(pixels(all(write(folder.resolve("a.amat.gz"), gzip(text)))))
        .containsExactly(255, 255, 255, 255, 0, 0, 0, 255);
  }

  @Test
  void otherCharactersAreNamedWithTheirPlace() throws IOException {
    refusal(write(folder.resolve("a.amat"), "0 1 1 0\n0 2 0 0\n"))
        .contains("line 2, pixel 2: expected 0 or 1, found '2'");
    refusal(write(folder.resolve("b.amat"), "0 1 1 0\n0 11 0\n"))
        .contains("line 2, pixel 3: expected 0 or 1, found two digits without a space");
  }

  @Test
  void shortRowsAreNamed() throws IOException {
    refusal(write(folder.resolve("a.amat"), "0 1 1 0\n0 1 1\n"))
        .contains("line 2: expected 4 pixels as before, found 3");
  }

  @Test
  void fileWithoutRowsIsRefused() throws IOException {
    refusal(write(folder.resolve("a.amat"), "\n \n")).contains("no images in it");
  }
}
