package io.github.vaegraph.source.file;

import static io.github.vaegraph.source.DataFiles.all;
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
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables with what is neither pixels nor names in them: comments, empty ends, lost labels. */
class CsvOddTest {
  @TempDir Path folder = Path.of("");

  private Path csv(String text) throws IOException {
    return write(folder.resolve("a.csv"), text);
  }

  private static DataOptions labelled(Path file, LabelColumn column) {
    return options(file, null, column, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# made by a tool\n# 2x2, grey\n10,20,30,40\n5,6,7,8\n",
        "# a,b,c,d\n10,20,30,40\n5,6,7,8\n",
        "# by a tool\na,b,c,d\n10,20,30,40\n5,6,7,8\n",
        "sep=;\n10;20;30;40\n5;6;7;8\n",
        "  10  20  30  40\n   5   6   7   8\n",
        "# a b c d\n10 20 30 40 \r\n5  6 7   8 \r\n",
      })
  void whatStandsBeforeAndBetweenNumbersIsNoPixel(String text) throws IOException {
    Path file = csv(text);
    assertThat(pixels(all(file))).containsExactly(10, 20, 30, 40, 5, 6, 7, 8);
    assertThat(Datasets.open(file.toString()).notes()).isEmpty();
  }

  @Test
  void labelsThatBeginLikeCommentsAreNone() throws IOException {
    Path file = csv("#1,10,20,30,40\n#2,5,6,7,8\n#1,1,2,3,4\n");
    Dataset set = Datasets.openAll(labelled(file, LabelColumn.FIRST), ReadOptions.USUAL);
    assertThat(set.train().labels()).containsExactly(0, 1, 0);
  }

  @Test
  void aSeparatorAtTheEndMakesNoColumn() throws IOException {
    Dataset set =
        Datasets.openAll(
            labelled(csv("10,20,30,40,7,\n5,6,7,8,9,\n"), LabelColumn.LAST), ReadOptions.USUAL);
    assertThat(pixels(set.train())).containsExactly(10, 20, 30, 40, 5, 6, 7, 8);
    assertThat(set.train().labels()).containsExactly(7, 9);
    assertThat(set.notes()).containsExactly("a.csv: left out column 6, which is empty");
  }

  @Test
  void aColumnThatIsEmptyOnlyAtFirstIsRefused() throws IOException {
    refusal(csv("1,2,3,4,\n".repeat(20) + "1,2,3,4,5\n"))
        .contains("line 21: column 5: expected nothing as before, found '5'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "nan", "NaN"})
  void aMissingLabelIsRefused(String label) throws IOException {
    Path file = csv("1.0,10,20,30,40\n" + label + ",5,6,7,8\n");
    refusal(labelled(file, LabelColumn.FIRST))
        .contains("line 2: column 1: expected a label, found")
        .contains("labelColumn(none) and ignoredColumns(1)");
  }

  @Test
  void labelsOfOtherEncodingsAreRefusedBeforeTheyBecomeOne() throws IOException {
    String text = "K\u00e4se,10,20,30,40\nK\u00f6se,5,6,7,8\n";
    Path file = write(folder.resolve("a.csv"), text.getBytes(Charset.forName("windows-1252")));
    refusal(labelled(file, LabelColumn.FIRST))
        .contains("line 1: the label K", "save the file as UTF-8");
    write(file, text.getBytes(StandardCharsets.UTF_8));
    assertThat(Datasets.open(labelled(file, LabelColumn.FIRST)).labelNames())
        .containsExactly("K\u00e4se", "K\u00f6se");
  }

  @Test
  void aColumnNamedLabelIsNoPixel() throws IOException {
    refusal(csv("a,b,c,Label\n10,20,30,1\n5,6,7,0\n"))
        .contains("column 4 is named Label, but would be read as a pixel")
        .contains("say labelColumn(last) or ignoredColumns(Label)");
    refusal(csv("a,b,label,c,d\n10,20,1,30,40\n5,6,0,7,8\n"))
        .contains("column 3 is named label", "; say labelColumn(label) or ignoredColumns(label)");
  }

  @Test
  void severalNumbersInOneFieldAreNoLabel() throws IOException {
    refusal(csv("emotion,pixels,usage\n1,10 20 30 40,Training\n0,5 6 7 8,Training\n"))
        .contains("column 2: expected a number, found '10 20 30 40'; it holds several numbers");
  }

  @Test
  void separatorsOfThousandsAreNamed() throws IOException {
    refusal(csv("10,20,30,\"1,234\"\n5,6,7,8\n"))
        .contains("column 4: expected a number, found '1,234'; write it without commas between");
  }

  @Test
  void classesThatAModelDoesNotKnowAreTold() throws IOException {
    ReadOptions known =
        ReadOptions.with()
            .labelColumn(LabelColumn.FIRST)
            .shape(new ImageShape(2, 2, 1))
            .maxValue(255)
            .labels(List.of("cat", "dog"))
            .build();
    Path file = csv("ImageId,a,b,c,d\nx.png,10,20,30,40\ndog,5,6,7,8\n");
    Dataset set = Datasets.openAll(DataOptions.of(file.toString()), known);
    assertThat(set.train().labels()).containsExactly(2, 1);
    assertThat(set.notes()).containsExactly("classes that the model does not know: x.png");
  }

  @Test
  void pointersOfGitLfsSayWhatIsMissing() throws IOException {
    refusal(csv("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n"))
        .contains("expected text as the name says, found a pointer of Git LFS (git lfs pull");
  }
}
