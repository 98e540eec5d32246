package io.github.vaegraph.source;

import java.util.Locale;

/**
 * A published file.
 *
 * @param name its name, which mirrors and folders share
 * @param sha256 of its bytes, in lower case hexadecimal digits; empty where nobody publishes it
 */
record RemoteFile(String name, String sha256) {
  /** The name without compression and punctuation, as copies of one file differ in those. */
  String stem() {
    return stem(name);
  }

  static String stem(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "").replace('.', '-');
  }

  boolean labels() {
    return name.contains("labels");
  }
}
