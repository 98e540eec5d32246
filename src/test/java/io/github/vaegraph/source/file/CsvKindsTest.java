package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptions.Layout;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as other programs write them. */
class CsvKindsTest {
  @TempDir Path folder = Path.of("");

  private Path csv(String text) throws IOException {
    return write(folder.resolve("a.csv"), text);
  }

  private static DataOptions reading(Path path, ReadOptionsBuilder reading) {
    return DataOptions.of(path.toString()).withReading(reading.build());
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", " ", "|"})
  void fieldsMayBePartedByWhateverIsUsual(String separator) throws IOException {
    String table = "label,a,b,c,\"d\"\n7,10,0,250,3\n9,5,\"6\",7,8\n".replace(",", separator);
    byte[] windows = ("\ufeff" + table.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8);
    for (Path path :
        new Path[] {
          csv(table),
          write(folder.resolve("a.tsv"), table),
          write(folder.resolve("A.TXT"), table),
          write(folder.resolve("b.csv"), windows),
          write(folder.resolve("b.tsv.gz"), gzip(windows))
        }) {
      DataOptions options = options(path, null, LabelColumn.FIRST, null);
      Split split = Datasets.openAll(options);
      assertThat(pixels(split)).containsExactly(10, 0, 250, 3, 5, 6, 7, 8);
      assertThat(split.labels()).containsExactly(7, 9);
    }
  }

  @Test
  void separatorsWithinQuotesPartNothing() throws IOException {
    Path file = csv("1,2,3,4,\"a;b\"\n5,6,7,8,\"c;d;e,f\"\n");
    Split split = Datasets.openAll(options(file, null, LabelColumn.LAST, null));
    assertThat(pixels(split)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(split.labels()).containsExactly(0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void commasMayStandBeforeDecimals(String separator) throws IOException {
    Path file = csv("0,0;1,0;0,5;0,2\n0;1;0,1;1,0\n1;1;1;1\n".replace(";", separator));
    assertThat(pixels(all(file)))
        .containsExactly(0, 255, 128, 51, 0, 255, 26, 255, 255, 255, 255, 255);
    assertThat(Datasets.open(file.toString()).notes())
        .containsExactly("a.csv: commas were read as decimal commas");
  }

  @Test
  void twoDecimalMarksInOneFileAreRefused() throws IOException {
    refusal(csv("0,5;0,5;1;1\n0,5;0.5;1;1\n"))
        .contains(
            "line 2: column 2: expected a number with a decimal comma as before, found '0.5'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Unnamed: 0", "index", "Index", "id"})
  void anIndexIsLeftOut(String name) throws IOException {
    Path file = csv(name + ",a,b,c,d\n0,10,20,30,40\n1,5,6,7,8\n2,1,1,1,1\n");
    assertThat(pixels(all(file))).containsExactly(10, 20, 30, 40, 5, 6, 7, 8, 1, 1, 1, 1);
    assertThat(Datasets.open(file.toString()).notes())
        .containsExactly("a.csv: left out column 1, an index");
  }

  @Test
  void anIndexStandsBeforeALabelAndBesideCountedColumns() throws IOException {
    Path labelled = csv(",label,0,1,2,3\n0,7,10,20,30,40\n1,9,5,6,7,8\n");
    Split split = Datasets.openAll(options(labelled, null, LabelColumn.FIRST, null));
    assertThat(pixels(split)).containsExactly(10, 20, 30, 40, 5, 6, 7, 8);
    assertThat(split.labels()).containsExactly(7, 9);
    // The index of a table whose rows were drawn does not count.
    assertThat(pixels(all(csv(",0,1,2,3\n17,10,20,30,40\n4,5,6,7,8\n"))))
        .containsExactly(10, 20, 30, 40, 5, 6, 7, 8);
  }

  @Test
  void aColumnOfPixelsThatCountsIsAskedAbout() throws IOException {
    // No name tells an index, and five columns are no square.
    refusal(csv("0,10,20,30,40\n1,5,6,7,8\n2,1,1,1,1\n"))
        .contains("column 1 counts the rows: say ignoredColumns(1)");
    // Four are one, and a column that is called like a pixel is one.
    assertThat(all(csv("p0,p1,p2,p3\n0,5,6,7\n1,5,6,7\n2,9,9,9\n")).images().shape())
        .isEqualTo(new ImageShape(2, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", ",", "\t"})
  void rowNamesOfWriteTableHaveNoNameOfTheirOwn(String separator) throws IOException {
    for (String names : new String[] {"\"1\" \"2\"", "\"anna\" \"3rd\"", "1 2"}) {
      String table =
          "\"label\" \"V1\" \"V2\"\n%s 7 10 250\n%s 9 5 6\n"
              .formatted((Object[]) names.split(" "))
              .replace(" ", separator);
      DataOptions options =
          reading(
              csv(table),
              ReadOptions.with()
                  .labelColumn(new LabelColumn("label"))
                  .shape(new ImageShape(1, 2, 1)));
      Dataset data = Datasets.openAll(options, ReadOptions.USUAL);
      assertThat(pixels(data.train())).containsExactly(10, 250, 5, 6);
      assertThat(data.train().labels()).containsExactly(7, 9);
      assertThat(data.notes()).containsExactly("a.csv: left out column 1, an index");
    }
  }

  @Test
  void aHeaderThatLacksANameElsewhereIsRefused() throws IOException {
    refusal(csv("a,b,c,d\n1,10,20,30,40\n3,5,6,7,8\n"))
        .contains("line 2: expected 4 pixels as before, found 5");
  }

  @Test
  void columnsAreIgnoredByNameAndPosition() throws IOException {
    Path file = csv("name,a,b,weight,c,d,animal\nx,10,20,7.5,30,40,cat\ny,5,6,8.5,7,8,dog\n");
    ReadOptionsBuilder last = ReadOptions.with().labelColumn(LabelColumn.LAST);
    for (String[] columns : new String[][] {{"name", "weight"}, {"1", "4"}, {"name", "4"}}) {
      Split split = Datasets.openAll(reading(file, last.ignoredColumns(columns)));
      assertThat(pixels(split)).containsExactly(10, 20, 30, 40, 5, 6, 7, 8);
      assertThat(split.labels()).containsExactly(0, 1);
    }
    refusal(reading(file, last.ignoredColumns("mass")))
        .contains("no column mass to ignore; the columns are name, a, b, weight, c, d, animal");
    refusal(reading(file, last.ignoredColumns("9"))).contains("no column 9 to ignore");
    refusal(file)
        .contains("column 1: expected a number, found 'x'")
        .contains("labelColumn(first)", "ignoredColumns(1)");
  }

  @Test
  void countedColumnsAreAHeaderBesideIgnoredOnes() throws IOException {
    Path file = csv("0,1,2,3,4\n9,8,7,6,5\n");
    assertThat(pixels(Datasets.openAll(reading(file, ReadOptions.with().ignoredColumns("3")))))
        .containsExactly(9, 8, 6, 5);
  }

  @Test
  void minValueIsBlackAndIsSuggested() throws IOException {
    Path file = csv("-1,1,0,0.5\n-1.0,-0.5,1,1\n");
    refusal(file)
        .contains("line 1: expected pixels from 0 to 1, found -1")
        .contains("the values go from -1 to 1: scale them or say minValue(-1);");
    // (v + 1) / 2 * 255: 127.5, 191.25, 63.75
    assertThat(pixels(Datasets.openAll(reading(file, ReadOptions.with().minValue(-1)))))
        .containsExactly(0, 255, 128, 191, 0, 64, 255, 255);
    refusal(csv("-128,127,0,5\n")).contains("minValue(-128) maxValue(127)");
    refusal(csv("-1.26,2.61,0,0.5\n")).contains("minValue(-1.3) maxValue(2.7)");
    refusal(csv("0,4000,0,5\n")).contains("say maxValue(4095)");
    refusal(reading(csv("-8,7,0,5\n"), ReadOptions.with().minValue(-8)))
        .contains("which value stands for white?", "maxValue(7)");
  }

  @Test
  void aMinValueAboveTheMaxIsRefused() throws IOException {
    refusal(reading(csv("0,1,0,0.5\n"), ReadOptions.with().minValue(2)))
        .contains("minValue(2) is not below 1", "maxValue");
  }

  @Test
  void numbersAsLabelsKeepTheirNumbers() throws IOException {
    Path years = csv("1981,1,2,3,4\n2007,5,6,7,8\n1981.0,0,0,0,0\n12000,0,0,0,0\n");
    DataOptions options = options(years, null, LabelColumn.FIRST, null);
    assertThat(Datasets.open(options).labelNames()).containsExactly("1981", "2007", "12000");
    assertThat(Datasets.openAll(options).labels()).containsExactly(0, 1, 0, 2);
    Path coded = csv("01,1,2,3,4\n10,5,6,7,8\n1,0,0,0,0\n");
    assertThat(Datasets.open(options(coded, null, LabelColumn.FIRST, null)).labelNames())
        .containsExactly("01", "1", "10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "2.000000000000000000e+00", "2,0"})
  void wholeNumbersAreClassesHoweverTheyAreWritten(String two) throws IOException {
    String table = "%s;0;255\n%s;255;0\n".formatted(two, two.replace('2', '1'));
    Dataset data =
        Datasets.openAll(
            options(csv(table), new ImageShape(1, 2, 1), LabelColumn.FIRST, null),
            ReadOptions.USUAL);
    assertThat(data.train().labels()).containsExactly(2, 1);
    assertThat(data.labelNames()).containsExactly("0", "1", "2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2e3", "07", "1,000", "2.5e+00", "2.5"})
  void otherTextsOfNumbersAreNames(String word) throws IOException {
    String table = "%s;0;255\n1;255;0\n".formatted(word);
    Dataset data =
        Datasets.openAll(
            options(csv(table), new ImageShape(1, 2, 1), LabelColumn.FIRST, null),
            ReadOptions.USUAL);
    assertThat(data.labelNames()).containsExactlyInAnyOrder("1", word);
  }

  @Test
  void labelsThatHardlyRepeatAreAskedAbout() throws IOException {
    StringBuilder table = new StringBuilder("a,b,c,d,e\n");
    for (int i = 0; i < 200; i++) {
      table.append("1,2,3,4,0.%03d\n".formatted(i));
    }
    DataOptions options = options(csv(table.toString()), null, LabelColumn.LAST, null);
    assertThat(Datasets.open(options).notes())
        .containsExactly("a.csv: 200 different labels for 200 images; is column 5 (e) the label?");
  }

  @Test
  void anotherFileIsReadLikeTheFirst() throws IOException {
    Path training = csv("label,a,b,c,d\nzebra,255,0,0,0\nant,0,9,0,0\ncow,0,0,3,0\n");
    ReadOptions recorded =
        Datasets.open(options(training, null, LabelColumn.FIRST, null))
            .options()
            .orElseThrow()
            .reading();
    Path labelled = write(folder.resolve("b.csv"), "label,a,b,c,d\nzebra,1,0,0,0\ngnu,1,1,1,1\n");
    Dataset other = Datasets.openAll(DataOptions.of(labelled.toString()), recorded);
    // Alone, it would be a table of bits.
    assertThat(pixels(other.train())).containsExactly(1, 0, 0, 0, 1, 1, 1, 1);
    assertThat(other.train().labels()).containsExactly(2, 3);
    assertThat(other.labelNames()).containsExactly("ant", "cow", "zebra", "gnu");
    Path unlabelled = write(folder.resolve("c.csv"), "a,b,c,d\n1,0,0,0\n2,2,2,2\n");
    Dataset bare = Datasets.openAll(DataOptions.of(unlabelled.toString()), recorded);
    assertThat(pixels(bare.train())).containsExactly(1, 0, 0, 0, 2, 2, 2, 2);
    assertThat(bare.notes())
        .containsExactly("c.csv: its 4 columns are all pixels, without a label");
    // Who asks for a label gets one, or is told.
    DataOptions asked = options(unlabelled, null, LabelColumn.FIRST, null);
    assertThat(refusedAlike(asked, recorded)).contains("expected a label beside the 4 columns");
  }

  private static String refusedAlike(DataOptions options, ReadOptions recorded) {
    Throwable thrown =
        org.assertj.core.api.Assertions.catchThrowable(() -> Datasets.openAll(options, recorded));
    assertThat(thrown).isInstanceOf(IOException.class);
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void fractionsForAModelOfBytesAreSaid() throws IOException {
    ReadOptions recorded = ReadOptions.with().maxValue(255).build();
    Dataset set = Datasets.openAll(DataOptions.of(csv("0,1,0.5,0.2\n").toString()), recorded);
    assertThat(set.notes()).singleElement().asString().contains("is maxValue(1) meant?");
  }

  @Test
  void planarColoursAreReordered() throws IOException {
    Path file = csv("1,2,3,4,5,6\n"); // red 1, 2; green 3, 4; blue 5, 6
    ReadOptionsBuilder shaped = ReadOptions.with().shape(new ImageShape(1, 2, 3));
    assertThat(Datasets.openAll(reading(file, shaped), ReadOptions.USUAL).notes())
        .singleElement()
        .asString()
        .contains("layout(planar)");
    assertThat(pixels(Datasets.openAll(reading(file, shaped.layout(Layout.PLANAR)))))
        .containsExactly(1, 3, 5, 2, 4, 6);
  }

  @Test
  void rowsAndColumnsAreExchanged() throws IOException {
    Path file = csv("1,2,3,4,5,6\n");
    ReadOptionsBuilder turned = ReadOptions.with().shape(new ImageShape(2, 3, 1)).transpose(true);
    Split all = Datasets.openAll(reading(file, turned));
    assertThat(all.images().shape()).isEqualTo(new ImageShape(3, 2, 1));
    assertThat(pixels(all)).containsExactly(1, 4, 2, 5, 3, 6);
  }
}
