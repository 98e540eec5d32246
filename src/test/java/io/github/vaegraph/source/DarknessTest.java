package io.github.vaegraph.source;

import static io.github.vaegraph.source.DataFiles.floats;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.idx;
import static io.github.vaegraph.source.DataFiles.npy;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that a model's scale makes black are told, and those that it makes too bright refused. */
class DarknessTest {
  /** As a run on bytes records it: their white goes without saying. */
  private static final ReadOptions BYTES =
      ReadOptions.with().shape(new ImageShape(2, 2, 1)).labels(List.of("a")).build();

  private static final byte[] BITS = {0, 1, 1, 0};

  @TempDir static Path folder = Path.of("");

  private static List<String> notes(Path file, ReadOptions recorded) throws IOException {
    return Datasets.openAll(DataOptions.of(file.toString()), recorded).notes();
  }

  static Stream<Path> filesOfBits() throws IOException {
    return Stream.of(
        write(folder.resolve("bits.npy"), npy("|u1", "(1, 2, 2)", BITS)),
        write(folder.resolve("bits.npy.gz"), gzip(npy("|u1", "(1, 2, 2)", BITS))),
        write(folder.resolve("ints.npy"), npy("|i1", "(1, 2, 2)", BITS)),
        write(folder.resolve("floats.npy"), npy("<f4", "(1, 4)", floats(0, 0.5f, 1, 0))),
        write(folder.resolve("bits-images-idx3-ubyte"), idx(BITS, 1, 2, 2)),
        write(folder.resolve("bits.csv"), "0,1,1,0\n"));
  }

  @ParameterizedTest
  @MethodSource("filesOfBits")
  void bitsOnAScaleOfBytesAreTold(Path file) throws IOException {
    ReadOptions found = BYTES.changed().maxValue(255).build();
    assertThat(notes(file, found))
        .singleElement()
        .asString()
        .startsWith(file.getFileName() + ": the brightest pixel is 1 of 255")
        .endsWith("; is maxValue(1) meant?");
  }

  @Test
  void bitsInBytesAreToldWhereTheWhiteOfBytesGoesWithoutSaying() throws IOException {
    Path file = write(folder.resolve("b.npy"), npy("|u1", "(1, 2, 2)", BITS));
    assertThat(notes(file, BYTES)).singleElement().asString().contains("is maxValue(1) meant?");
    assertThat(notes(file, BYTES.changed().maxValue(1).build())).isEmpty();
    // A run on plain bytes without labels has nothing to record, and knows its white as well.
    assertThat(notes(file, ReadOptions.USUAL))
        .containsExactly("b.npy: the brightest pixel is 1 of 255; is maxValue(1) meant?");
    // No model is asked: training looks at all, and warns.
    assertThat(Datasets.open(DataOptions.of(file.toString())).notes()).isEmpty();
  }

  @Test
  void bytesThatStayOnDiskAreLookedAtToo() throws IOException {
    Path file = write(folder.resolve("disk-idx3-ubyte"), idx(new byte[8000], 2000, 2, 2));
    ReadLimits little = new ReadLimits(4000, 0);
    assertThat(new PathReader(ReadOptions.USUAL, BYTES, little).readAll(file).notes())
        .singleElement()
        .asString()
        .contains("the brightest pixel of the first 1000 images is 0 of 255");
  }

  @Test
  void valuesFromZeroOnAScaleFromBelowItAreTold() throws IOException {
    ReadOptions signed = BYTES.changed().minValue(-1).maxValue(1).build();
    Path unsigned = write(folder.resolve("z.npy"), npy("<f4", "(1, 4)", floats(0, 0.5f, 1, 0)));
    assertThat(notes(unsigned, signed))
        .containsExactly(
            "z.npy: no value is below 0, on a scale from -1.0 on; is minValue(0) meant?");
    Path some = write(folder.resolve("s.npy"), npy("<f4", "(1, 4)", floats(0, -0.5f, 1, 0)));
    assertThat(notes(some, signed)).isEmpty();
  }

  @Test
  void fewDarkImagesMayBeDark() throws IOException {
    byte[] dark = new byte[40];
    Arrays.fill(dark, (byte) 16);
    Path few = write(folder.resolve("few.npy"), npy("|u1", "(9, 2, 2)", Arrays.copyOf(dark, 36)));
    assertThat(notes(few, BYTES)).isEmpty();
    Path many = write(folder.resolve("many.npy"), npy("|u1", "(10, 2, 2)", dark));
    assertThat(notes(many, BYTES))
        .singleElement()
        .asString()
        .contains("the brightest pixel is 16 of 255", "maxValue(...) says which value is white");
  }

  @Test
  void whatIsTooBrightForTheScaleIsRefused() throws IOException {
    ReadOptions fractions = BYTES.changed().maxValue(1).build();
    for (Path file :
        List.of(
            write(folder.resolve("f.npy"), npy("<f4", "(1, 4)", floats(0, 255, 3, 0))),
            write(folder.resolve("u.npy"), npy("|u1", "(1, 2, 2)", new byte[] {0, -1, 3, 0})),
            write(folder.resolve("i.npy"), npy("<i2", "(1, 2, 1)", new byte[] {-1, 0, 3, 0})),
            write(folder.resolve("u-idx3-ubyte"), idx(new byte[] {0, -1, 3, 0}, 1, 2, 2)),
            write(folder.resolve("f.csv"), "0,255,3,0\n"))) {
      assertThatThrownBy(() -> notes(file, fractions))
          .as("%s", file)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("from 0 to 1, found")
          .hasMessageContaining("maxValue(");
    }
    refusal(write(folder.resolve("g.npy"), npy("<f4", "(1, 4)", floats(0, 255, 3, 0))))
        .contains("maxValue(255)");
  }
}
