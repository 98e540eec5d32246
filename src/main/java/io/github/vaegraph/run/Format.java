package io.github.vaegraph.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The format of one of our JSON files: a number under its key {@code format}, and 1 where there is
 * none, as in files from before there were numbers. It rises with every change of the keys, or of
 * what a value may be, so that a program that is too old for a file can tell.
 *
 * @param type the record that such a file holds
 * @param changes how a file of format 1 becomes one of format 2, one of 2 one of 3, and so on;
 *     there is no other way to raise the number. Each gets what a file holds, which may be
 *     anything: it moves what has the form that was written then, and leaves the rest to be refused
 *     with the record's own words
 */
record Format<T>(Class<T> type, List<UnaryOperator<ObjectNode>> changes) {
  /** The key; no component of a record, as a record is always of the newest. */
  static final String KEY = "format";

  Format {
    changes = List.copyOf(changes);
  }

  /** What is written today. */
  int newest() {
    return 1 + changes.size();
  }

  /**
   * The format that a file says it is in.
   *
   * @throws IllegalArgumentException when that is no number
   */
  static int of(ObjectNode file) {
    JsonNode number = file.get(KEY);
    if (number == null) {
      return 1;
    }
    if (!number.isInt() || number.intValue() < 1) {
      throw new IllegalArgumentException(
          "%s: expected a whole number from 1 on, found %.20s".formatted(KEY, number));
    }
    return number.intValue();
  }

  /** A file as it would be written today; one of a newer format stays as it is. */
  ObjectNode today(ObjectNode file) {
    ObjectNode today = file.deepCopy();
    for (int number = of(file); number < newest(); number++) {
      today = changes.get(number - 1).apply(today);
    }
    return today;
  }
}
