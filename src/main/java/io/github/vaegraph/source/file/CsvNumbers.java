package io.github.vaegraph.source.file;

/** Numbers as tables write them: with a point, or with a comma where no comma parts the fields. */
final class CsvNumbers {
  private final char separator;
  private char mark; // what stands before the decimals of this file's numbers; 0: none seen

  CsvNumbers(char separator) {
    this.separator = separator;
  }

  /** Whether a decimal comma was seen. */
  boolean decimalComma() {
    return mark == ',';
  }

  /**
   * The number that a text is.
   *
   * @throws NumberFormatException when it is none, or one with another decimal mark than before
   */
  double parse(String text) {
    // Almost every cell is a byte's digits; they need no general parser.
    int small = small(text);
    if (small >= 0) {
      return small;
    }
    double value = Double.parseDouble(plain(text, separator));
    char found = text.indexOf(',') >= 0 ? ',' : text.indexOf('.') >= 0 ? '.' : 0;
    if (found != 0 && mark != 0 && found != mark) {
      throw new NumberFormatException("decimals with '%s' before".formatted(mark));
    }
    mark = found == 0 ? mark : found;
    return value;
  }

  static boolean isNumber(String text, char separator) {
    try {
      double unused = Double.parseDouble(plain(text, separator));
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String plain(String text, char separator) {
    int comma = text.indexOf(',');
    return comma >= 0 && separator != ',' && text.indexOf('.') < 0
        ? text.substring(0, comma) + '.' + text.substring(comma + 1)
        : text;
  }

  private static int small(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
