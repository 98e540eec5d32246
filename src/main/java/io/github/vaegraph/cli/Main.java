package io.github.vaegraph.cli;

import io.github.vaegraph.evaluate.NonFiniteException;
import io.github.vaegraph.io.Visible;
import io.github.vaegraph.train.DivergenceException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The program {@code vae}. Exit status 0 for success, 2 for what the user can mend, told in one
 * line, and 1 for a check that failed, or a bug of ours, with its stack trace.
 */
public final class Main {
  private static final int BUG = 1;
  private static final int FAILED = 1;
  private static final int MISTAKE = 2;

  /** Of a line that tells a mistake: what is quoted in it may be as long as a file. */
  private static final int LONGEST = 4000;

  private Main() {}

  /** Runs a subcommand and exits. */
  public static void main(String[] args) {
    // The launcher knows whether standard error is a terminal; the JVM would have to guess.
    boolean terminal = Boolean.getBoolean("vae.terminal");
    int status = run(Arrays.asList(args), utf8(System.out), utf8(System.err), terminal);
    if (status != 0) {
      System.exit(status);
    }
  }

  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs a subcommand and returns the exit status. */
  static int run(List<String> args, PrintStream out, PrintStream err, boolean terminal) {
    Visible.line(""); // read now: where too many files are open, no class can be
    // Numbers are printed and written with points everywhere.
    Locale.setDefault(Locale.ROOT);
    int status = status(args, out, err, terminal);
    if (out.checkError()) { // streams of this kind throw nothing
      int unwritten =
          mistake(
              err,
              new IOException(
                  "standard output cannot be written: the disk is full, or who reads it has gone"));
      return status == 0 ? unwritten : status;
    }
    return status;
  }

  private static int status(List<String> args, PrintStream out, PrintStream err, boolean terminal) {
    try {
      Commands.run(args, new Console(out, err, terminal));
      return 0;
    } catch (IOException | DivergenceException | NonFiniteException | InvalidPathException e) {
      return mistake(err, e);
    } catch (FailedCheckException e) {
      err.println("vae: " + Visible.line(String.valueOf(e.getMessage())));
      return FAILED;
    } catch (OutOfMemoryError e) {
      return mistake(
          err,
          new IOException(
              "out of memory (%s); try smaller batches, or give Java more: JAVA_TOOL_OPTIONS=-Xmx8g"
                  .formatted(e.getMessage()),
              e));
    } catch (UncheckedIOException e) {
      return mistake(err, e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException | Error e) {
      if (isOfTooManyFiles(e)) { // a class that could not be read, or anything
        // Said here: no class that would say it can be read any more.
        err.println("vae: too many open files; close some, or raise the limit (ulimit -n)");
        // At its end the JVM reads files as well, and would tell of each that it cannot.
        Thread.setDefaultUncaughtExceptionHandler((thread, unread) -> {});
        return MISTAKE;
      }
      // Its subclasses, a NumberFormatException or TensorFlow's own, are nobody's words to a user.
      return e.getClass() == IllegalArgumentException.class ? mistake(err, e) : bug(err, e);
    }
  }

  private static boolean isOfTooManyFiles(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (isOfTooManyFiles(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return (thrown instanceof LinkageError || thrown instanceof InternalError)
        && noFileCanBeOpened();
  }

  private static boolean isOfTooManyFiles(String message) {
    return message.contains("Too many open files");
  }

  /** A class, or a file of the JDK, that could not be read does not say why. */
  private static boolean noFileCanBeOpened() {
    try (FileInputStream file =
        new FileInputStream(Path.of(System.getProperty("java.home"), "release").toFile())) {
      return file.read() < 0;
    } catch (IOException e) {
      return isOfTooManyFiles(String.valueOf(e.getMessage()));
    }
  }

  private static int mistake(PrintStream err, Throwable e) {
    String line = Visible.line(Console.message(e).strip().replaceAll("\\s*\\R\\s*", " "));
    err.println("vae: " + (line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "..."));
    return MISTAKE;
  }

  static int bug(PrintStream err, Throwable e) {
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    err.println(Visible.lines(trace.toString()));
    err.println("vae: this is a bug of VaeGraph; please report it with the lines above");
    return BUG;
  }
}
