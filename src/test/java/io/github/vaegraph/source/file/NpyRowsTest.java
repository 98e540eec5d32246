package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NpyRowsTest {
  @TempDir Path folder = Path.of("");

  private Path file(byte[] bytes) throws IOException {
    return write(folder.resolve("a.npy"), bytes);
  }

  private void assertRefused(byte[] bytes, String words) throws IOException {
    Path file = file(bytes);
    assertThatThrownBy(() -> NpyRows.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.npy")
        .hasMessageContaining(words);
  }

  @Test
  void singlesAreReadAsTheyAre() throws IOException {
    NpyRows rows = NpyRows.read(file(npy("<f4", "(2, 3)", floats(1, -2, 3e30f, 4, 5, 0.1f))));
    assertThat(rows.rows()).isEqualTo(2);
    assertThat(rows.width()).isEqualTo(3);
    assertThat(rows.values()).containsExactly(1, -2, 3e30f, 4, 5, 0.1f);
  }

  @Test
  void doublesAreRoundedAndFilesMayBeCompressed() throws IOException {
    ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    body.putDouble(0.1).putDouble(-7);
    NpyRows rows = NpyRows.read(file(gzip(npy("<f8", "(1, 2)", body.array()))));
    assertThat(rows.values()).containsExactly(0.1f, -7);
  }

  @Test
  void otherArraysAndDamagedFilesAreRefused() throws IOException {
    assertRefused(npy("|u1", "(2, 3)", new byte[6]), "found uint8 with 2 dimensions");
    assertRefused(npy("<f2", "(2, 3)", new byte[12]), "found float16 with 2 dimensions");
    assertRefused(npy("<f4", "(2147483647, 2147483647)", new byte[4]), "no file holds");
    assertRefused(npy("<f4", "(99999999, 99)", new byte[4]), "2 GiB");
    assertRefused(npy("<f4", "(6,)", new byte[24]), "found float32 with 1 dimensions");
    assertRefused(npy("<f4", "(2, 3)", new byte[23]), "found only 23 bytes; is it whole?");
    assertRefused(npy("<f4", "(2, 3)", new byte[25]), "found more bytes; is it whole?");
    byte[] packed = gzip(npy("<f4", "(2, 3)", new byte[24]));
    assertRefused(Arrays.copyOf(packed, packed.length - 6), "the compressed data end too early");
    packed[packed.length - 6] ^= 1; // in the check sum
    assertRefused(packed, "the compressed data are damaged");
    assertRefused(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, "expected a NumPy array");
  }
}
