package io.github.vaegraph.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TfRecordsTest {
  @TempDir Path folder = Path.of("");

  /** What Python's tf.io.TFRecordWriter (TensorFlow 2.21) writes for b"vae" and b"". */
  private static final String BY_TENSORFLOW =
      "0300000000000000b099490e766165962bcd74000000000000000029039807d8ea82a2";

  private static final List<byte[]> RECORDS =
      List.of("vae".getBytes(StandardCharsets.UTF_8), new byte[0]);

  @Test
  void bytesAreThoseOfTensorFlow() {
    assertThat(HexFormat.of().formatHex(TfRecords.of(RECORDS))).isEqualTo(BY_TENSORFLOW);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = Files.write(folder.resolve("records"), TfRecords.of(RECORDS));
    assertThat(TfRecords.read(file)).containsExactlyElementsOf(RECORDS);
  }

  @Test
  void everyTruncationAndEveryFlippedBitIsFound() throws IOException {
    byte[] whole = TfRecords.of(RECORDS.subList(0, 1));
    Path file = folder.resolve("records");
    for (int length = 1; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TfRecords.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("records, record 1: the file ends within it");
    }
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(file, damaged);
      assertThatThrownBy(() -> TfRecords.read(file)).isInstanceOf(IOException.class);
    }
  }
}
