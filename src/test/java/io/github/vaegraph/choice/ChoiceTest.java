package io.github.vaegraph.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
  private record Fruit(String text) implements Named {}

  private static final Choice<Fruit> FRUIT =
      Choice.of(
          "fruit",
          List.of(
              Choice.Option.plain("red", new Fruit("apple")),
              new Choice.Option<>(
                  "grapes",
                  "COUNT",
                  "so many",
                  List.of("grapes:7", "grapes:all"),
                  count -> new Fruit("grapes:" + (count.isEmpty() ? "7" : count)))));

  @ParameterizedTest
  @CsvSource({"apple, apple", "grapes, grapes:7", "grapes:3, grapes:3", "grapes:a:b, grapes:a:b"})
  void aTextIsANameWithItsArguments(String text, String meant) {
    assertThat(FRUIT.read(text).text()).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "pear, 'fruit must be one of apple, grapes, was pear'",
    "aple, 'fruit must be one of apple, grapes, was aple, did you mean apple?'",
    "Apple, 'fruit must be one of apple, grapes, was Apple, did you mean apple?'",
    "apple:3, 'fruit apple takes no arguments, was apple:3'",
    "grapes:, 'fruit grapes: expected COUNT after the colon, found nothing'",
    "'', 'fruit must be one of apple, grapes, was '"
  })
  void whatIsNoneIsRefusedWithAllThereAre(String text, String message) {
    assertThatThrownBy(() -> FRUIT.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void helpNamesAllWithTheirArguments() {
    assertThat(FRUIT.help()).isEqualTo("apple (red), grapes:COUNT (so many)");
    assertThat(FRUIT.names()).isEqualTo("apple, grapes");
  }

  @Test
  void theExamplesOfAllOptionsAreTheirs() {
    assertThat(FRUIT.examples()).containsExactly("apple", "grapes:7", "grapes:all");
  }
}
