package io.github.vaegraph.graph;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * The native libraries, which come in jars and are unpacked into folders of the user's before they
 * can be run: a full disk, a folder that may not be written or run from, a limit of the shell are
 * nobody's bug. They are told in one line, with the setting that helps.
 */
final class NativeLibraries {
  private static final String TOO_MANY_FILES = "Too many open files";

  private NativeLibraries() {}

  /** Loads the C library's functions. */
  static CLibrary c() throws IOException {
    // Which prints a stack trace of a folder that is read-only before it throws.
    Logger log = Logger.getLogger("com.sun.jna.Native");
    Level level = log.getLevel();
    log.setLevel(Level.OFF);
    try {
      return CLibrary.load();
    } catch (UnsatisfiedLinkError e) {
      throw failure(
          e,
          ("%s: JNA's library cannot be unpacked to or run from here (%s). Name a folder that may be"
                  + " written, is not full and is mounted without noexec with"
                  + " JAVA_TOOL_OPTIONS=-Djna.tmpdir=DIR")
              .formatted(System.getProperty("jna.tmpdir"), reason(e)));
    } finally {
      log.setLevel(level);
    }
  }

  /** Loads TensorFlow, before any class of it does. */
  static void tensorFlow() throws IOException {
    try {
      Loader.load(tensorflow.class);
    } catch (UnsatisfiedLinkError e) {
      if (reason(e).startsWith("Could not find")) { // nothing was there to be unpacked
        throw failure(
            e,
            ("expected TensorFlow's native library for %s on the class path, found none; add"
                    + " org.tensorflow:tensorflow-core-native with a classifier for this machine")
                .formatted(Loader.Detector.getPlatform()));
      }
      throw failure(
          e,
          ("%s: TensorFlow's native library cannot be unpacked to or run from here (%s); it takes"
                  + " 700 MB in a folder that may be written, is not full and is mounted without"
                  + " noexec, and as much address space (ulimit -v). Name another folder with"
                  + " JAVA_TOOL_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=DIR")
              .formatted(System.getProperty("org.bytedeco.javacpp.cachedir"), reason(e)));
    }
  }

  private static IOException failure(UnsatisfiedLinkError cause, String words) {
    return new IOException(
        reason(cause).contains(TOO_MANY_FILES)
            ? "too many open files to load the native libraries; close some, or raise the limit"
                + " (ulimit -n)"
            : words,
        cause);
  }

  /** The innermost cause's words, without the paths in front of them. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return message.replaceFirst("^(/[^:]*: )+", "");
  }
}
