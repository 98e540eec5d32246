package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that take a MODEL: a run, an exported version, or the folder of versions. */
final class ModelCommandsTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");
  private static List<Path> models = List.of();

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.idx(folder.resolve("tiny"));
    run = folder.resolve("run");
    Path exported = folder.resolve("sm/tiny");
    Vae.train(data, run, "--out", folder.resolve("sm") + "").succeeded();
    models = List.of(run, exported.resolve("1"), exported);
  }

  @Test
  void everyFormOfAModelGeneratesTheSamePicture() throws IOException {
    assertThat(outputs("generate", ".png", "--count", "9", "--seed", "5")).hasSize(1);
  }

  @Test
  void everyFormOfAModelReconstructsTheSamePicture() throws IOException {
    assertThat(outputs("reconstruct", ".png", "--data", data, "--count", "12")).hasSize(1);
  }

  @Test
  void everyFormOfAModelEncodesTheSameCodes() throws IOException {
    assertThat(outputs("encode", ".npy", "--data", data)).hasSize(1);
    assertThat(outputs("encode", ".csv", "--data", data)).hasSize(1);
  }

  /** The distinct files that a command writes for the three forms of the model. */
  private static List<String> outputs(String command, String ending, Object... options)
      throws IOException {
    List<String> outputs = new ArrayList<>();
    for (Path model : models) {
      Path out = Files.createTempDirectory(folder, "out").resolve("out" + ending);
      List<Object> args = new ArrayList<>(List.of(command, model, "--out", out));
      args.addAll(List.of(options));
      assertThat(Vae.run(args.toArray()).succeeded().out()).contains(out.toString());
      outputs.add(Files.readString(out, StandardCharsets.ISO_8859_1));
      try (Stream<Path> beside = Files.list(out.resolveSibling(""))) {
        assertThat(beside).containsExactly(out);
      }
    }
    return outputs.stream().distinct().toList();
  }

  @Test
  void npyHoldsMeansThenLogVariancesAndCsvTheSameWithLabels() throws IOException {
    Path npy = folder.resolve("codes.npy");
    Path csv = folder.resolve("codes.csv");
    Vae.run("encode", run, "--data", data, "--out", npy).succeeded();
    Vae.run("encode", run, "--data", data, "--out", csv).succeeded();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(npy)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + bytes.getShort(8);
    // The format asks for a header that ends in a newline, aligned to 64 bytes.
    assertThat(header % 64).isZero();
    assertThat(new String(bytes.array(), 10, header - 10, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (80, 4), }")
        .endsWith("\n");
    assertThat(bytes.capacity()).isEqualTo(header + 80 * 4 * Float.BYTES);
    List<String> lines = Files.readAllLines(csv);
    assertThat(lines.get(0)).isEqualTo("row,mean0,mean1,log_variance0,log_variance1,label");
    assertThat(lines).hasSize(81);
    bytes.position(header);
    for (int image = 0; image < 80; image++) {
      String[] row = lines.get(image + 1).split(",", -1);
      for (int i = 0; i < 4; i++) {
        assertThat(Float.parseFloat(row[1 + i])).isEqualTo(bytes.getFloat());
      }
      assertThat(row[0]).isEqualTo("" + image);
      // 60 training images, then 20 of the test, each labelled 0, 1, 2, 0, ...
      assertThat(row[5]).isEqualTo("" + (image < 60 ? image : image - 60) % 3);
    }
  }

  @Test
  void splitsEncodeTheirOwnImages() {
    Path out = folder.resolve("test.csv");
    assertThat(Vae.run("encode", run, "--data", data, "--split", "test", "--out", out).out())
        .contains("wrote 20 codes");
    Vae.run("encode", run, "--data", data, "--split", "none", "--out", out)
        .refused("--split must be train, validation, test or all, was none");
  }

  @Test
  void picturesOfManyDependOnTheirOwnSeedAlone() throws IOException {
    Path one = folder.resolve("one.png");
    Path other = folder.resolve("other.png");
    Vae.run("generate", run, "--count", "1", "--seed", "7", "--out", one).succeeded();
    Vae.run("generate", run, "--count", "1", "--seed", "8", "--out", other).succeeded();
    assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(other));
    // Counting on past the largest seed is no mistake.
    Vae.run("generate", run, "--count", "2", "--seed", Long.MAX_VALUE, "--out", one).succeeded();
  }

  @Test
  void everyFormOfAModelIsInspectedAlike() {
    // A run has no ops of its own that touch files; the rest is the same from either.
    assertThat(
            models.stream()
                .map(model -> Vae.run("inspect", model).out())
                .map(out -> out.substring(out.indexOf("images ")))
                .distinct())
        .hasSize(1);
  }

  @Test
  void inspectTellsShapesSignaturesConfigurationAndFigures() {
    for (Path model : models) {
      assertThat(Vae.run("inspect", model).succeeded().out())
          .contains("images       4x4x1", "latent dim   2")
          // 16*8+8 + 8*4+4 + 2*8+8 + 8*16+16: two dense layers down and two up.
          .contains("parameters   340")
          .contains("encode", "serving_default", "generate", "decode", "reconstruct")
          .contains("image float [-1, 4, 4, 1]", "seed int64 [-1]", "z float [-1, 2]")
          .contains("network      mlp:8, relu", "learning rate 0.001", "vae train")
          .contains("evaluation", "negative ELBO");
    }
  }

  @Test
  void dataOfAnotherShapeAreRefusedAndNothingIsWritten() throws IOException {
    Path wide = TinyData.npy(folder.resolve("wide.npy"), "|u1", "(10, 4, 8)", TinyData.pixels(20));
    Path codes = folder.resolve("wide-codes.npy");
    Path picture = folder.resolve("wide.png");
    Vae.run("encode", run, "--data", wide, "--out", codes).refused("wide.npy", "4x4x1", "4x8x1");
    Vae.run("reconstruct", run, "--data", wide, "--out", picture).refused("4x4x1", "4x8x1");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.startsWith("wide"))
          .containsExactly("wide.npy");
    }
  }

  @Test
  void filesThatCannotBeWrittenAreNamed() throws IOException {
    Path missing = folder.resolve("missing");
    Vae.run("encode", run, "--data", data, "--out", missing.resolve("a.npy"))
        .refused(missing + "/a.npy", "does not exist");
    Vae.run("generate", run, "--out", missing.resolve("a.png")).refused("a.png", "does not exist");
    Vae.run("reconstruct", run, "--data", data, "--out", folder).refused(folder.toString());
    Vae.run("encode", run, "--data", data, "--out", folder.resolve("a.txt")).refused("--out");
    Path taken = Files.createDirectory(folder.resolve("taken.npy"));
    Vae.run("encode", run, "--data", data, "--out", taken).refused("taken.npy", "a folder");
    assertThat(missing).doesNotExist();
  }
}
