package io.github.vaegraph.client;

/** What a server says, as part of a message of ours. */
final class ServerWords {
  private static final int LONGEST = 300;

  private ServerWords() {}

  /** On one line, without control characters, and no longer than a message may be. */
  static String oneLine(String words) {
    String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
