package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.npy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.source.DataFiles;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a file holds, it is opened or refused in one line. */
class DamagedFilesTest {
  private static final int TRIALS = 300;

  @TempDir Path folder = Path.of("");

  private static byte[] sound(String name, Path folder) throws IOException {
    byte[] csv = "0,1,2,3\n4,5,6,7\n8,9,10,11\n".repeat(5).getBytes(StandardCharsets.UTF_8);
    return switch (name) {
      case "a-idx3-ubyte" -> DataFiles.idxImages(20);
      case "a-idx3-ubyte.gz" -> gzip(DataFiles.idxImages(20));
      case "a.csv" -> csv;
      case "a.csv.gz" -> gzip(csv);
      case "a.amat" -> "0 1 1 0\n1 0 0 1\n".repeat(9).getBytes(StandardCharsets.UTF_8);
      case "a.npy" -> npy("|u1", "(20, 2, 2)", counting(80));
      case "a.npz" ->
          DataFiles.zip(
              Map.of(
                  "x_train.npy", npy("|u1", "(20, 2, 2)", counting(80)),
                  "y_train.npy", npy("|u1", "(20,)", counting(20))));
      case "a.pgm" -> "P2 3 2 15\n1 2 3\n4 5 6\n".getBytes(StandardCharsets.UTF_8);
      case "a.webp" -> DataFiles.webp(9, 7, 0x77);
      default ->
          Files.readAllBytes(DataFiles.picture(folder.resolve("sound").resolve(name), 9, 7, 0x77));
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a-idx3-ubyte",
        "a-idx3-ubyte.gz",
        "a.csv",
        "a.csv.gz",
        "a.amat",
        "a.npy",
        "a.npz",
        "a.png",
        "a.jpg",
        "a.gif",
        "a.bmp",
        "a.tif",
        "a.pgm",
        "a.ppm",
        "a.webp"
      })
  void damageIsRefusedInOneLineOrRead(String name) throws IOException {
    byte[] sound = sound(name, folder);
    boolean picture = InputFile.namedPicture(Path.of(name));
    Path place = folder.resolve("damaged");
    Path file = place.resolve(name);
    Random random = new Random(name.hashCode());
    for (int trial = 0; trial < TRIALS; trial++) {
      byte[] bytes =
          Arrays.copyOf(sound, random.nextInt(4) > 0 ? sound.length : random.nextInt(sound.length));
      // Mostly at the start, where the headers are.
      int reach = Math.min(bytes.length, random.nextBoolean() ? 24 : bytes.length);
      for (int i = 0; i <= random.nextInt(4) && reach > 0; i++) {
        bytes[random.nextInt(reach)] = (byte) random.nextInt(256);
      }
      DataFiles.write(file, bytes);
      Path opened = picture ? place : file;
      Throwable thrown = catchThrowable(() -> Datasets.openAll(DataOptions.of(opened.toString())));
      if (thrown != null) {
        assertThat(thrown)
            .as("trial %d", trial)
            .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
        assertThat(thrown.getMessage()).as("trial %d", trial).contains(name).doesNotContain("\n");
      }
    }
  }
}
