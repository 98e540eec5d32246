package io.github.vaegraph.client;

import io.github.vaegraph.io.Visible;

/** What a server says, or the system of it, as part of a message of ours. */
final class ServerWords {
  private static final int LONGEST = 300;
  private static final int MOST_READ = 10 * LONGEST; // of which much may be breaks

  private ServerWords() {}

  /** On one line, with nothing unseen in it, and no longer than a message may be. */
  static String oneLine(String words) {
    String begin = words.length() <= MOST_READ ? words : words.substring(0, MOST_READ);
    String line = Visible.line(begin).replaceAll(" +", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /** Why there is no connection; a refusal may come without words. */
  static String unconnected(Throwable e, String listener) {
    String said = e.getMessage() == null ? "Connection refused" : oneLine(e.getMessage());
    return said.startsWith("Connection refused")
        ? "connection refused; is TensorFlow Serving's %s listening there?".formatted(listener)
        : "no connection (%s); is the address right, and can it be reached from here?"
            .formatted(said);
  }
}
