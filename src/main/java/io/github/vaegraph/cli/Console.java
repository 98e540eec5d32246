package io.github.vaegraph.cli;

import io.github.vaegraph.io.Visible;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * What people see: results on standard output, progress and warnings on standard error. Nothing
 * goes out that is not {@link Visible}, wherever its names and words are from. Where standard error
 * is no terminal there is no progress bar and no control character.
 */
final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  private @Nullable Progress bar; // the last that was shown
  private boolean over;

  Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Whether progress bars can be shown. */
  boolean terminal() {
    return terminal;
  }

  /** A line of the result. */
  void print(String line) {
    write(Visible.line(line));
  }

  /** Lines of the result, of which every break is ours. */
  void printAll(String lines) {
    write(Visible.lines(lines));
  }

  private synchronized void write(String text) {
    if (!over) {
      out.println(text);
    }
  }

  /** A line beside the result, in place of a bar that is shown; the bar comes again below. */
  synchronized void note(String line) {
    if (!over) {
      if (bar != null) {
        bar.clear();
      }
      err.println(Visible.line(OptionWords.in(line)));
    }
  }

  /** The last line of all, of a program that is interrupted while it still works. */
  synchronized void last(String line) {
    over = true;
    if (bar != null) {
      bar.close();
    }
    err.println(Visible.line(OptionWords.in(line)));
  }

  /** Something the user should know about the result. */
  void warn(String line) {
    note("warning: " + line);
  }

  /** A bar in a terminal, and nothing elsewhere. */
  synchronized Progress progress(String task, long total) {
    if (!terminal || over) {
      return new Progress(null, null);
    }
    BarLine line = new BarLine(err);
    bar =
        new Progress(
            line,
            new ProgressBarBuilder()
                .setTaskName(Visible.line(task))
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .setConsumer(line)
                .clearDisplayOnFinish()
                .build());
    return bar;
  }

  /** How far a piece of work has come. */
  static final class Progress implements AutoCloseable {
    private final @Nullable BarLine line;
    private final @Nullable ProgressBar bar;
    private boolean closed;

    private Progress(@Nullable BarLine line, @Nullable ProgressBar bar) {
      this.line = line;
      this.bar = bar;
    }

    void to(long done) {
      if (bar != null) {
        bar.stepTo(done);
      }
    }

    void message(String message) {
      if (bar != null) {
        bar.setExtraMessage(Visible.line(message));
      }
    }

    boolean visible() {
      return bar != null;
    }

    private synchronized void clear() {
      if (line != null && !closed) {
        line.clear();
      }
    }

    @Override
    public synchronized void close() {
      if (bar != null && !closed) {
        closed = true;
        bar.close();
      }
    }
  }

  /**
   * What went wrong, by the command line's words. The JDK's own file exceptions say little more
   * than the file's name.
   */
  static String message(Throwable e) {
    if (e instanceof FileSystemException f && f.getFile() != null) {
      String reason = f.getReason();
      if (e instanceof NoSuchFileException) {
        reason = "no such file or folder";
      } else if (e instanceof AccessDeniedException) {
        reason = "permission denied";
      } else if (reason == null) {
        reason = e.getClass().getSimpleName();
      }
      return f.getFile() + ": " + reason;
    }
    return e.getMessage() == null ? e.toString() : OptionWords.in(e.getMessage());
  }
}
