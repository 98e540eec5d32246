package io.github.vaegraph.cli;

import io.github.vaegraph.signature.Floats;

/**
 * Looks at what a model answered for values that are no numbers, NaN or infinite. They are kept, as
 * they are what the model says, and told in a line: nobody takes them for results.
 */
final class OddValues {
  private long rows;
  private long first;
  private float value;

  /**
   * Looks at answers of as many rows.
   *
   * @param from the number of their first row
   */
  void look(long from, Floats... answers) {
    for (int row = 0; row < answers[0].rows(); row++) {
      for (Floats answer : answers) {
        int begin = row * answer.width();
        if (look(from + row, answer.values(), begin, begin + answer.width())) {
          break;
        }
      }
    }
  }

  /** Looks at the values of one row. */
  void look(long row, float... answers) {
    look(row, answers, 0, answers.length);
  }

  private boolean look(long row, float[] values, int begin, int end) {
    for (int i = begin; i < end; i++) {
      if (!Float.isFinite(values[i])) {
        if (rows++ == 0) {
          first = row;
          value = values[i];
        }
        return true;
      }
    }
    return false;
  }

  /** Warns, if there is anything to warn of. */
  void tell(Console console) {
    if (rows > 0) {
      console.warn(
          "the model answered %s for %s, counted from 0; is the model sound?"
              .formatted(
                  value,
                  rows == 1
                      ? "row " + first
                      : "%d rows, the first of them row %d".formatted(rows, first)));
    }
  }

  /** Looks at one answer, and warns of it. */
  static void tell(Floats answer, Console console) {
    OddValues odd = new OddValues();
    odd.look(0, answer);
    odd.tell(console);
  }
}
