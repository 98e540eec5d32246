package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.gzip;
import static io.github.vaegraph.source.DataFiles.options;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.DataFiles;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {
  @TempDir Path folder = Path.of("");

  private Path csv(String text) throws IOException {
    return write(folder.resolve("a.csv"), text);
  }

  @Test
  void wholeNumbersAboveOneAreBytes() throws IOException {
    assertThat(pixels(all(csv("1,0,1,0\n0,128,255,3\n"))))
        .containsExactly(1, 0, 1, 0, 0, 128, 255, 3);
  }

  @Test
  void fractionsAreShares() throws IOException {
    // 0.5 * 255 = 127.5 rounds up; 0.002 * 255 = 0.51 too
    assertThat(pixels(all(csv("1,0,0.5,2e-3\n")))).containsExactly(255, 0, 128, 1);
  }

  @Test
  void maxValueDivides() throws IOException {
    DataOptions options = options(csv("15,0,3,1\n"), null, LabelColumn.NONE, 15.0);
    assertThat(pixels(Datasets.openAll(options))).containsExactly(255, 0, 51, 17);
  }

  @Test
  void shapeIsTakenFromTheOptions() throws IOException {
    Path file = csv("1,2,3,4,5,6\n");
    DataOptions options = options(file, new ImageShape(2, 3, 1), LabelColumn.NONE, null);
    assertThat(Datasets.openAll(options).images().shape()).isEqualTo(new ImageShape(2, 3, 1));
    refusal(file).contains("6 values an image are no square; say shape(HxW)");
    refusal(options(file, new ImageShape(2, 2, 1), LabelColumn.NONE, null))
        .contains("expected 4 values an image for the shape 2x2x1, found 6", "labelColumn");
  }

  @Test
  void labelsStandFirstOrLast() throws IOException {
    Path first = csv("label,a,b,c,d\n7,1,2,3,4\n9,5,6,7,8\n");
    Split split = Datasets.openAll(options(first, null, LabelColumn.FIRST, null));
    assertThat(pixels(split)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(split.labels()).containsExactly(7, 9);
    Path last = csv("1,2,3,4,dog\n5,6,7,8,cat\n1,1,1,1,dog\n");
    split = Datasets.openAll(options(last, null, LabelColumn.LAST, null));
    assertThat(split.labels()).containsExactly(1, 0, 1);
    assertThat(pixels(split)).startsWith(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void headerAndByteOrderMarkAndQuotesAreUnderstood() throws IOException {
    byte[] text = "\ufeff\"p0\",p1,p2,p3\r\n\"1\",2, 3 ,4\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(pixels(all(write(folder.resolve("b.csv.gz"), gzip(text)))))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void countedColumnsAreAHeader() throws IOException {
    // What pandas.DataFrame.to_csv(index=False) writes where columns have no names.
    assertThat(pixels(all(csv("0,1,2,3\n9,8,7,6\n")))).containsExactly(9, 8, 7, 6);
    Path counted = csv("0,1,2,3,4\n5,9,8,7,6\n");
    Split split = Datasets.openAll(options(counted, null, LabelColumn.FIRST, null));
    assertThat(pixels(split)).containsExactly(9, 8, 7, 6);
    assertThat(split.labels()).containsExactly(5);
    Path named = csv("label,0,1,2,3\n5,9,8,7,6\n");
    assertThat(pixels(Datasets.openAll(options(named, null, LabelColumn.FIRST, null))))
        .containsExactly(9, 8, 7, 6);
    Path last = csv("0,1,2,3,label\n9,8,7,6,5\n");
    assertThat(Datasets.openAll(options(last, null, LabelColumn.LAST, null)).labels())
        .containsExactly(5);
  }

  @Test
  void aRowThatDoesNotCountIsAnImage() throws IOException {
    assertThat(pixels(all(csv("0,1,2,4\n9,8,7,6\n")))).containsExactly(0, 1, 2, 4, 9, 8, 7, 6);
    assertThat(pixels(all(csv("9,8,7,6\n0,1,2,3\n")))).containsExactly(9, 8, 7, 6, 0, 1, 2, 3);
  }

  @Test
  void aLabelThatIsNotCountedIsOneOfAnImage() throws IOException {
    Path file = csv("7,1,2,3,4\n0,5,6,7,8\n");
    assertThat(Datasets.openAll(options(file, null, LabelColumn.FIRST, null)).labels())
        .containsExactly(7, 0);
  }

  @Test
  void unequalRowsAreNamed() throws IOException {
    refusal(csv("a,b,c,d\n1,2,3,4\n1,2,3\n"))
        .contains("line 3: expected 4 pixels as before, found 3");
  }

  @Test
  void whatIsNoNumberIsNamed() throws IOException {
    refusal(csv("1,2,3,4\n1,x,3,4\n")).contains("line 2: column 2: expected a number, found 'x'");
    refusal(csv("1,2,3,4\n1,,3,4\n")).contains("line 2: column 2: expected a number, found ''");
  }

  @Test
  void valuesOutOfRangeAreNamed() throws IOException {
    refusal(csv("1,2,3,4\n1,256,3,4\n"))
        .contains("line 2: expected pixels from 0 to 255, found 256");
    refusal(csv("0,0.5,-0.1,1\n")).contains("line 1: expected pixels from 0 to 1, found -0.1");
    refusal(csv("0,NaN,0,1\n")).contains("line 1: expected pixels from 0 to 1, found NaN");
  }

  @Test
  void fileWithoutRowsIsRefused() throws IOException {
    refusal(csv("a,b,c,d\n")).contains("no images in it");
    refusal(csv("\n\n")).contains("no images in it");
    refusal(csv("")).contains("the file is empty");
  }

  @Test
  void mislabelledContentIsNamed() throws IOException {
    refusal(write(folder.resolve("b.csv"), DataFiles.idxImages(3)))
        .contains("expected text as the name says, found IDX data");
    refusal(csv("<html>")).contains("found a web page");
  }

  @Test
  void gzipCutShortIsSaid() throws IOException {
    byte[] whole = gzip("1,2,3,4\n5,6,7,8\n9,9,9,9\n".getBytes(StandardCharsets.UTF_8));
    refusal(write(folder.resolve("b.csv.gz"), Arrays.copyOf(whole, whole.length - 9)))
        .contains("the compressed data end too early");
  }

  @Test
  void pixelsMayNumberMoreThanAParsersDefault() throws IOException {
    String row = "1,".repeat(160 * 160 - 1) + "2\n";
    assertThat(all(csv(row + row)).images().shape()).isEqualTo(new ImageShape(160, 160, 1));
  }
}
