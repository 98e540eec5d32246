package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static io.github.vaegraph.source.DataFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Factors.Factor;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What images were made from, out of the archive that they lie in. */
class NpzFactorsTest {
  @TempDir Path folder = Path.of("");

  private static byte[] longs(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    LongStream.of(values).forEach(buffer::putLong);
    return buffer.array();
  }

  private Path archive(Map<String, byte[]> entries) throws IOException {
    return write(folder.resolve("a.npz"), zip(entries));
  }

  /** Four images of 2x2 beside this array. */
  private Path beside(String name, byte[] array) throws IOException {
    return archive(
        Map.of("images.npy", npy("|u1", "(4, 2, 2)", counting(16)), name + ".npy", array));
  }

  @Test
  void splitsOfOtherFactorsAreRefused() throws IOException {
    byte[] four = npy("|u1", "(4, 2, 2)", counting(16));
    Path path =
        archive(
            Map.of(
                "x_train.npy",
                four,
                "x_test.npy",
                four,
                "train_factors.npy",
                npy("<i8", "(4, 2)", longs(0, 0, 0, 1, 1, 0, 1, 1)),
                "test_factors.npy",
                npy("<i8", "(4, 1)", longs(0, 1, 0, 1))));
    refusal(path)
        .endsWith("test_factors.npy: expected 2 factors as beside the images before, found 1");
  }

  /** As DeepMind's file, of twenty images: arrays, types and the pickle that nobody reads. */
  @Test
  void spritesTellWhatTheyWereMadeFrom() throws IOException {
    byte[] bits = new byte[20 * 4];
    long[] classes = new long[20 * 6];
    for (int i = 0; i < 20; i++) {
      bits[4 * i + i % 4] = 1;
      classes[6 * i + 1] = i % 3;
      classes[6 * i + 5] = i;
    }
    Map<String, byte[]> entries = new HashMap<>();
    entries.put("imgs.npy", npy("|u1", "(20, 2, 2)", bits));
    entries.put("latents_classes.npy", npy("<i8", "(20, 6)", longs(classes)));
    entries.put("latents_values.npy", npy("<f8", "(20, 6)", new byte[20 * 6 * 8]));
    entries.put("metadata.npy", npy("|O", "()", new byte[9]));
    Path path = archive(entries);
    Split all = all(path);
    assertThat(pixels(all)).startsWith(255, 0, 0, 0, 0, 255, 0, 0);
    Factors factors = all.factors().orElseThrow();
    assertThat(factors.factors())
        .extracting(Factor::name)
        .containsExactly("color", "shape", "scale", "orientation", "posX", "posY");
    assertThat(factors.factors())
        .extracting(Factor::ordered)
        .containsExactly(false, false, true, true, true, true);
    assertThat(factors).hasToString("color 1, shape 3, scale 1, orientation 1, posX 1, posY 20");
    Dataset set = Datasets.open(path.toString());
    assertThat(set.notes())
        .hasSize(2)
        .anySatisfy(note -> assertThat(note).contains("1 was taken for white, as in dSprites"))
        .anySatisfy(
            note -> assertThat(note).endsWith("left out the arrays latents_values, metadata"));
    // They follow their images into the splits.
    Factors tested = set.test().factors().orElseThrow();
    for (int i = 0; i < set.test().count(); i++) {
      byte[] image = set.test().images().bytes(i, i + 1);
      assertThat(image[tested.of(5)[i] % 4]).isEqualTo((byte) 255);
      assertThat(tested.of(1)[i]).isEqualTo(tested.of(5)[i] % 3);
    }
  }

  @Test
  void factorsOfOtherArchivesAreNumberedAndSaidToBeOrdered() throws IOException {
    Path path =
        beside("factors", npy("|u1", "(4, 2)", new byte[] {0, 7, 1, 7, 0, 9, 1, (byte) 200}));
    Factors factors = all(path).factors().orElseThrow();
    assertThat(factors.of(0)).containsExactly(0, 1, 0, 1);
    assertThat(factors.of(1)).containsExactly(7, 7, 9, 200);
    assertThat(factors).hasToString("factor 0 2, factor 1 3");
    assertThat(Datasets.open(path.toString()).notes())
        .containsExactly("a.npz: its factors were taken to be ordered, as sizes are");
  }

  @Test
  void splitsHaveFactorsOfTheirOwn() throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    entries.put("x_train.npy", npy("|u1", "(4, 2, 2)", counting(16)));
    entries.put("x_test.npy", npy("|u1", "(2, 2, 2)", counting(8)));
    entries.put("train_factors.npy", npy("|i1", "(4, 1)", new byte[] {3, 2, 1, 0}));
    Path path = archive(entries);
    Dataset set = Datasets.open(path.toString());
    assertThat(set.train().factors()).isPresent();
    assertThat(set.test().factors()).isEmpty();
    assertThat(all(path).factors()).isEmpty(); // not of all
    entries.put("test_factors.npy", npy("|i1", "(2, 1)", new byte[] {0, 3}));
    assertThat(all(archive(entries)).factors().orElseThrow().of(0))
        .containsExactly(3, 2, 1, 0, 0, 3);
  }

  @Test
  void whatCannotBeFactorsIsRefusedInALine() throws IOException {
    refusal(beside("factors", npy("|u1", "(3, 1)", new byte[3])))
        .endsWith("factors.npy: expected a row of factors for each of 4 images, found 3");
    refusal(beside("factors", npy("<f4", "(4, 1)", floats(0, 1, 2, 3))))
        .contains(
            "expected factors [images, factors], whole numbers from 0", "found float32 [4, 1]");
    refusal(beside("factors", npy("|u1", "(4,)", new byte[4]))).contains("found uint8 [4]");
    refusal(beside("factors", npy("|u1", "(4, 257)", new byte[4 * 257])))
        .contains("of at most 256 factors, found uint8 [4, 257]");
    refusal(beside("latents_classes", npy("|i1", "(4, 1)", new byte[] {0, 1, -2, 3})))
        .endsWith("row 2: expected whole numbers from 0 to 2147483647, found -2");
    refusal(beside("factors", npy("<i8", "(4, 1)", longs(0, 1L << 31, 0, 0))))
        .endsWith("row 1: expected whole numbers from 0 to 2147483647, found 2147483648");
    refusal(beside("factors", npy("|u1", "(4, 2)", new byte[7]))).contains("is it complete?");
    refusal(
            archive(
                Map.of(
                    "x.npy", npy("|u1", "(1, 2, 2)", counting(4)),
                    "factors.npy", npy("|u1", "(1, 1)", new byte[1]),
                    "latents_classes.npy", npy("|u1", "(1, 1)", new byte[1]))))
        .contains("which of the arrays factors, latents_classes is meant? keep one of them");
  }

  private static Parts parts(byte[] array, long most) throws IOException {
    return NpyArray.parts(
        Path.of("a.npz", "imgs.npy"),
        () -> new ByteArrayInputStream(array),
        ReadOptions.with().maxValue(1).build(),
        most);
  }

  /** dSprites' 3 GB of bytes do not fit an array; their bits do. */
  @Test
  void blackAndWhiteThatDoNotFitAsBytesAreHeldAsBits() throws IOException {
    byte[] bits = new byte[10_001 * 9]; // images that begin within a byte of bits
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (byte) (i * 7 % 11 % 2);
    }
    byte[] array = npy("|u1", "(10001, 3, 3)", bits);
    Parts small = parts(array, 90_008);
    assertThat(small.train().images()).isInstanceOf(BitImages.class);
    assertThat(parts(array, 90_009).train().images()).isNotInstanceOf(BitImages.class);
    assertThat(pixels(small.train())).isEqualTo(pixels(parts(array, 90_009).train()));
    bits[40] = 2;
    assertThatThrownBy(() -> parts(npy("|u1", "(10001, 3, 3)", bits), 90_008))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("image 4 has others than black and white; unzip imgs.npy and give");
  }
}
