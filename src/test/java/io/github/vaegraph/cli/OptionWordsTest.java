package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptions.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Java calls by its builder's methods is an option here. */
final class OptionWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "say minValue(-1) maxValue(255);    | say --min-value -1 --max-value 255;",
        "ignoredColumns(7) or damaged(skip) | --ignore-columns 7 or --on-damaged skip",
        "say transpose(true), or            | say --transpose, or",
        "labelColumn(...) is for CSV files  | --label-column is for CSV files",
        "arrays(IMAGES[,LABELS])            | --arrays IMAGES[,LABELS]",
        "leave out test(...)                | leave out --test",
        "the shape (2x2) of data            | the shape (2x2) of data",
        "a/data(1).csv, test(2).png: broken | a/data(1).csv, test(2).png: broken",
        "reshape(3)                         | reshape(3)",
      })
  void callsAreOptions(String java, String option) {
    assertThat(OptionWords.in(java)).isEqualTo(option);
  }

  @Test
  void everyComponentThatIsSaidHasItsOption() {
    ReadOptions all =
        ReadOptions.with()
            .shape(new ImageShape(2, 2, 1))
            .channels(1)
            .resize(3, 3)
            .crop(Crop.CENTRE)
            .labelColumn(LabelColumn.FIRST)
            .ignoredColumns("a")
            .minValue(0)
            .maxValue(2)
            .arrays("a", "b")
            .layout(Layout.PLANAR)
            .transpose(true)
            .damaged(Damaged.SKIP)
            .build();
    assertThat(all.said().keySet())
        .hasSize(12)
        .allSatisfy(
            name -> {
              String option = OptionWords.option(name);
              assertThat(new TrainCommand().options().hasLongOption(option.substring(2)))
                  .as(option)
                  .isTrue();
              assertThat(OptionWords.in(name + "(...)")).isEqualTo(option);
            });
  }
}
