package io.github.vaegraph.cli;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;

/**
 * The line of a progress bar, never wider than the terminal is now. The system is asked for the
 * width itself: the progress bar's own way of asking, JLine's, takes over the terminal's signals,
 * and Ctrl-C would then end the program on the spot, with nothing saved.
 */
final class BarLine extends ConsoleProgressBarConsumer {
  private static final int STANDARD_ERROR = 2;
  private static final int UNKNOWN_WIDTH = 80;

  private final PrintStream err;

  BarLine(PrintStream err) {
    super(err);
    this.err = err;
  }

  /** What the JDK does not offer. */
  private interface CLibrary extends Library {
    int ioctl(int descriptor, NativeLong request, Object... arguments);
  }

  /** One column less, as the cursor wants a place after the last character. */
  @Override
  public int getMaxRenderedLength() {
    return width() - 1;
  }

  /** The terminal's columns as they are now, or as many as terminals used to have. */
  private static int width() {
    if (!Platform.isLinux() && !Platform.isMac()) {
      return UNKNOWN_WIDTH;
    }
    // TIOCGWINSZ fills struct winsize { unsigned short rows, columns, width, height }
    NativeLong request = new NativeLong(Platform.isMac() ? 0x40087468 : 0x5413);
    try (Memory size = new Memory(8)) {
      size.clear();
      int failed = CLibraryHolder.C.ioctl(STANDARD_ERROR, request, size);
      int columns = Short.toUnsignedInt(size.getShort(2));
      return failed != 0 || columns == 0 ? UNKNOWN_WIDTH : columns;
    }
  }

  /** Loads it when it is first needed. */
  private static final class CLibraryHolder {
    private static final CLibrary C = Native.load(Platform.C_LIBRARY_NAME, CLibrary.class);
  }

  /** The line has been cleared: what comes next takes its place. */
  @Override
  public void close() {
    err.flush();
  }
}
