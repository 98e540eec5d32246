package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model's columns are known by their names; a label's column may be anywhere. */
class CsvNamesTest {
  private static final String ANOTHER_ORDER =
      "new.csv: its columns stand in another order than in training, and were found by their names";

  @TempDir Path folder = Path.of("");

  private Path csv(String name, String... lines) throws IOException {
    return write(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  /** How a table is read, as a run records it. */
  private ReadOptions recorded(ReadOptionsBuilder reading, String... lines) throws IOException {
    DataOptions options =
        DataOptions.of(csv("train.csv", lines).toString()).withReading(reading.build());
    return Datasets.openAll(options, ReadOptions.USUAL).options().orElseThrow().reading();
  }

  private ReadOptions labelledFirst() throws IOException {
    return recorded(
        ReadOptions.with().labelColumn(LabelColumn.FIRST),
        "y,a,b,c,d",
        "0,10,20,30,40",
        "1,5,6,7,8");
  }

  private Dataset read(ReadOptions recorded, String... lines) throws IOException {
    return Datasets.openAll(DataOptions.of(csv("new.csv", lines).toString()), recorded);
  }

  private AbstractThrowableAssert<?, ?> refused(ReadOptions recorded, String... lines) {
    return assertThatThrownBy(() -> read(recorded, lines)).isInstanceOf(IOException.class);
  }

  @Test
  void theNamesOfThePixelsAreRecordedInTheirOrder() throws IOException {
    assertThat(labelledFirst().pixelColumns()).containsExactly("a", "b", "c", "d");
    assertThat(recorded(ReadOptions.with(), "1,2,3,4", "5,6,7,8").pixelColumns()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'y,d,c,b,a', '1,40,30,20,10', 1",
    "'b,a,y,c,d', '20,10,1,30,40', 1",
    "'d,c,b,a', '40,30,20,10', -1",
    "',y,d,c,b,a', '0,1,40,30,20,10', 1",
  })
  void columnsInAnotherOrderAreFoundByTheirNames(String header, String row, int label)
      throws IOException {
    Dataset read = read(labelledFirst(), header, row);
    assertThat(pixels(read.train())).containsExactly(10, 20, 30, 40);
    assertThat(read.notes()).contains(ANOTHER_ORDER);
    assertThat(read.train().labels()).isEqualTo(label < 0 ? new int[0] : new int[] {label});
  }

  @Test
  void theSameOrderIsNotWorthAWord() throws IOException {
    assertThat(read(labelledFirst(), "y,a,b,c,d", "1,1,2,3,4").notes()).isEmpty();
    Dataset moved = read(labelledFirst(), "a,b,c,d,y", "1,2,3,4,1");
    assertThat(moved.notes()).isEmpty();
    assertThat(moved.train().labels()).containsExactly(1);
  }

  @Test
  void numbersThatCountColumnsAreNamesOnceTheyAreKnown() throws IOException {
    String counted =
        IntStream.range(0, 16).mapToObj(String::valueOf).collect(Collectors.joining(","));
    String swapped = counted.replaceFirst("0,1,", "1,0,");
    ReadOptions known = recorded(ReadOptions.with(), counted, counted.replace("15", "200"));
    Dataset read = read(known, swapped, swapped.replace("15", "200"));
    assertThat(read.train().count()).isEqualTo(1);
    assertThat(pixels(read.train())).startsWith(0, 1, 2).endsWith(14, 200);
    assertThat(read.notes()).containsExactly(ANOTHER_ORDER);
    // From 1 on they are the same positions.
    String fromOne =
        IntStream.rangeClosed(1, 16).mapToObj(String::valueOf).collect(Collectors.joining(","));
    assertThat(read(known, fromOne, counted).notes()).isEmpty();
  }

  @Test
  void aFileWithoutHeaderIsReadByItsOrder() throws IOException {
    Dataset read = read(labelledFirst(), "1,10,20,30,40");
    assertThat(pixels(read.train())).containsExactly(10, 20, 30, 40);
    refused(labelledFirst(), "1,10,20,30,40,50").hasMessageContaining("found 5");
  }

  @Test
  void aNameThatIsAnotherIsRefusedWithBoth() throws IOException {
    refused(labelledFirst(), "y,a,b,x,d", "1,10,20,30,40")
        .hasMessageEndingWith(
            "new.csv: expected the column c as in training, found x; give the columns the"
                + " names that they had there");
    refused(labelledFirst(), "y,a,b,c", "1,10,20,30")
        .hasMessageContaining("new.csv: expected the column d as in training, found none");
  }

  @Test
  void namesThatComeTwiceHaveToStandInTheirOrder() throws IOException {
    ReadOptions known = recorded(ReadOptions.with(), "a,b,b,c", "10,20,30,40");
    assertThat(read(known, "a,b,b,c", "1,2,3,4").notes()).isEmpty();
    refused(known, "a,c,b,b", "1,2,3,4")
        .hasMessageContaining("expected the column b as in training, found c");
  }

  @Test
  void otherNamesThroughoutAreTakenInTheirOrderAndSaid() throws IOException {
    Dataset read = read(labelledFirst(), "y,p0,p1,p2,p3", "1,10,20,30,40");
    assertThat(pixels(read.train())).containsExactly(10, 20, 30, 40);
    assertThat(read.notes())
        .containsExactly("new.csv: its columns p0, ... were taken for a, ... in their order");
  }

  @Test
  void whatIsNeitherPixelNorLabelIsRefused() throws IOException {
    refused(labelledFirst(), "a,b,c,d,split,y", "1,2,3,4,0,1")
        .hasMessageContaining(
            "column 5 (split), column 6 (y): none of the 4 columns that were pixels in training")
        .hasMessageContaining("else ignoredColumns(NAME)");
    ReadOptions unlabelled = recorded(ReadOptions.with(), "a,b,c,d", "10,20,30,40");
    refused(unlabelled, "a,b,c,d,y", "1,2,3,4,1")
        .hasMessageContaining("column 5 (y): none of the 4");
  }

  @Test
  void ignoredColumnsAreFoundByTheirNamesOrNotMissed() throws IOException {
    ReadOptions known =
        recorded(
            ReadOptions.with().labelColumn(LabelColumn.FIRST).ignoredColumns("w", "3"),
            "y,w,z,a,b,c,d",
            "0,9,9,10,20,30,40");
    for (String[] lines :
        List.of(
            new String[] {"d,c,b,a,y,w", "40,30,20,10,0,9"},
            new String[] {"y,d,c,b,a", "0,40,30,20,10"})) {
      assertThat(pixels(read(known, lines).train())).containsExactly(10, 20, 30, 40);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "3"})
  void aLabelMayStandInTheMiddle(String column) throws IOException {
    DataOptions options =
        options(csv("m.csv", "a,b,y,c,d", "10,20,7,30,40"), null, new LabelColumn(column), null);
    assertThat(pixels(Datasets.openAll(options))).containsExactly(10, 20, 30, 40);
    assertThat(Datasets.openAll(options).labels()).containsExactly(7);
  }

  @Test
  void aLabelThatIsAskedForHasToBeBesideTheKnownPixels() throws IOException {
    DataOptions asked =
        options(csv("n.csv", "a,b,c,d,y", "1,2,3,4,7"), null, new LabelColumn("z"), null);
    assertThatThrownBy(() -> Datasets.openAll(asked, labelledFirst()))
        .hasMessageContaining("n.csv: no column z for the label; the columns are a, b, c, d, y");
  }

  @Test
  void aLabelThatIsNotThereIsRefusedUnlessAllColumnsArePixels() throws IOException {
    Path file = csv("m.csv", "a,b,y,c,d", "10,20,7,30,40");
    refusal(options(file, null, new LabelColumn("z"), null))
        .contains("m.csv: no column z for the label; the columns are a, b, y, c, d");
    ReadOptions known = recorded(ReadOptions.with().labelColumn("y"), "a,b,y,c,d", "10,20,7,30,40");
    assertThat(known.labelColumn()).contains(new LabelColumn("y"));
    assertThat(pixels(read(known, "10,20,30,40").train())).containsExactly(10, 20, 30, 40);
    assertThat(read(known, "y,d,c,b,a", "7,40,30,20,10").train().labels()).containsExactly(7);
    refused(known, "1,2,3,4,5").hasMessageContaining("no column y for the label");
  }

  /** pandas' read_csv without header=None names the columns after the first image. */
  @ParameterizedTest
  @CsvSource({
    "'5,0,0.1,0.2,9', '1,3,0,0,8'",
    "'0,0.1,7,7.1', '1,3,0,0'",
    "',5,0,0.1,0.2', '0,3,0,0,8'",
  })
  void anImageThatBecameNamesIsRefused(String first, String second) throws IOException {
    refusal(csv("lost.csv", first, second))
        .contains("lost.csv: the first row holds 0, 0.1 where the others are whole", "header=None");
  }

  @Test
  void fractionsThatBecameNamesAreNoNumbers() throws IOException {
    refusal(csv("lost.csv", "0.5,0.5.1,0.25,1", "0.1,0.2,0.3,0.4"))
        .contains("found '0.5.1'; pandas took an image for names");
  }

  @ParameterizedTest
  @CsvSource({
    "'0,0.1,0.2,0.3', '0.5,0,1,1'", // fractions below as well
    "'0,0,0.1,0.2', '1,0,1,1'", // a value comes twice
    "'0,0.2,0.3,1', '1,0,1,1'", // no 0.1
    "'0,0.1,1,0.75', '1,0,1,1'", // 0.75 counts nothing
  })
  void fractionsInAFirstRowAreFractions(String first, String second) throws IOException {
    assertThat(Datasets.openAll(DataOptions.of(csv("f.csv", first, second).toString())).count())
        .isEqualTo(2);
  }
}
