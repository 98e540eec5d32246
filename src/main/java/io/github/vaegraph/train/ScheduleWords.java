package io.github.vaegraph.train;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What stands after a schedule's colon, and how it is read. */
final class ScheduleWords {
  private final String form;
  private final String text;
  private final List<String> words;

  /**
   * @param form what is expected, in errors: {@code cosine:VALUE[,EPOCHS]}
   * @param text what was found after the colon
   * @param least how many words there must be
   * @param most how many there may be
   */
  ScheduleWords(String form, String text, int least, int most) {
    this.form = form;
    this.text = text;
    this.words = Arrays.asList(text.split(",", -1));
    if (words.size() < least || words.size() > most) {
      throw refused();
    }
  }

  int count() {
    return words.size();
  }

  double number(int index) {
    try {
      return Double.parseDouble(words.get(index));
    } catch (NumberFormatException e) {
      throw refused();
    }
  }

  int whole(int index) {
    try {
      return Integer.parseInt(words.get(index));
    } catch (NumberFormatException e) {
      throw refused();
    }
  }

  /** Empty where it is left out. */
  Optional<Integer> optionalWhole(int index) {
    return index < words.size() ? Optional.of(whole(index)) : Optional.empty();
  }

  private IllegalArgumentException refused() {
    return new IllegalArgumentException(
        "expected %s, found %s".formatted(form, form.replaceFirst(":.*", ":") + text));
  }

  /** Epochs that a course takes, where they are known. */
  static void checkEpochs(String schedule, Optional<Integer> epochs) {
    if (epochs.isPresent() && epochs.get() < 1) {
      throw new IllegalArgumentException(
          "a %s's epochs must be positive, was %d".formatted(schedule, epochs.get()));
    }
  }

  /** Steps that a course takes. */
  static long steps(String schedule, Optional<Integer> epochs, int stepsPerEpoch) {
    return (long)
            epochs.orElseThrow(
                () ->
                    new IllegalStateException(
                        schedule + ": expected how many epochs it takes, found none"))
        * stepsPerEpoch;
  }
}
