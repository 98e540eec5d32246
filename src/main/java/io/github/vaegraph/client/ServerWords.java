package io.github.vaegraph.client;

/** What a server says, or the system of it, as part of a message of ours. */
final class ServerWords {
  private static final int LONGEST = 300;

  private ServerWords() {}

  /** On one line, without control characters, and no longer than a message may be. */
  static String oneLine(String words) {
    String line = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
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
