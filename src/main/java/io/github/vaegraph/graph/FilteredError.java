package io.github.vaegraph.graph;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The process's standard error without TensorFlow's banner, as long as this is open: what anybody
 * writes goes through a pipe, and a thread passes on all but that. Nothing of others is lost,
 * though when this is closed a line may overtake those that are in the pipe: a program that ends
 * meanwhile waits for what is still in the pipe, and the thread goes on for programs that were
 * started meanwhile, and have the pipe for their standard error.
 */
final class FilteredError implements AutoCloseable {
  private static final int STANDARD_ERROR = 2;
  private static final int INTERRUPTED = 4; // EINTR
  private static final int CHUNK = 1 << 14;

  /** How long to wait for what was written, should others keep the pipe open. */
  private static final int WAIT_MILLIS = 500;

  /** Whole lines, of which each is written at once. */
  private static final Pattern BANNER =
      Pattern.compile(
          "^(WARNING: All log messages before absl::InitializeLog|"
              + "I0000 [^\n]* mlir_graph_optimization_pass\\.cc:)[^\n]*\n",
          Pattern.MULTILINE | Pattern.UNIX_LINES);

  private final CLibrary c;
  private final int source;
  private final int original;
  private final Thread pump = new Thread(this::pump, "standard error");
  private final Thread hook = new Thread(this::restore, "standard error's end");
  private boolean restored;

  private FilteredError(CLibrary c, int source, int original) {
    this.c = c;
    this.source = source;
    this.original = original;
  }

  /** Begins, where the system has files left to open for it. */
  static Optional<FilteredError> open(CLibrary c) {
    int[] ends = new int[2];
    if (c.pipe(ends) != 0) {
      return Optional.empty();
    }
    int original = c.dup(STANDARD_ERROR);
    if (original < 0) { // or there is no standard error
      c.close(ends[0]);
      c.close(ends[1]);
      return Optional.empty();
    }
    FilteredError filtered = new FilteredError(c, ends[0], original);
    try {
      Runtime.getRuntime().addShutdownHook(filtered.hook);
    } catch (IllegalStateException e) {
      // The program is ending already.
    }
    filtered.pump.setDaemon(true);
    filtered.pump.start();
    System.err.flush();
    c.dup2(ends[1], STANDARD_ERROR);
    c.close(ends[1]);
    return Optional.of(filtered);
  }

  private void pump() {
    byte[] chunk = new byte[CHUNK];
    int held = 0; // bytes at its start, of a line whose rest is still in the pipe
    while (true) {
      int room = CHUNK - held;
      byte[] read = new byte[room];
      int count = c.read(source, read, new NativeLong(room)).intValue();
      if (count > 0) {
        System.arraycopy(read, 0, chunk, held, count);
        int known = held + count;
        // Lines are written whole. Only where this has no room is one cut in two, and others would
        // get in between when they write past the pipe again.
        int end = count < room ? known : afterLastLine(chunk);
        pass(Arrays.copyOf(chunk, end));
        held = known - end;
        System.arraycopy(chunk, end, chunk, 0, held);
      } else if (count == 0 || Native.getLastError() != INTERRUPTED) {
        break; // nobody can write any more
      }
    }
    pass(Arrays.copyOf(chunk, held));
    c.close(source);
    c.close(original);
  }

  /** How many bytes whole lines take, or all where there is none. */
  private static int afterLastLine(byte[] chunk) {
    for (int end = chunk.length; end > 0; end--) {
      if (chunk[end - 1] == '\n') {
        return end;
      }
    }
    return chunk.length;
  }

  private void pass(byte[] said) {
    byte[] rest = withoutBanner(said);
    while (rest.length > 0) {
      int written = c.write(original, rest, new NativeLong(rest.length)).intValue();
      if (written < 0 && Native.getLastError() != INTERRUPTED) {
        return; // as it would have been lost without us
      }
      rest = Arrays.copyOfRange(rest, Math.max(0, written), rest.length);
    }
  }

  static byte[] withoutBanner(byte[] said) {
    String text = new String(said, StandardCharsets.ISO_8859_1); // a character a byte
    return BANNER.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Standard error is what it was; returns when all has been passed on. */
  private void restore() {
    synchronized (this) {
      if (!restored) {
        restored = true;
        c.dup2(original, STANDARD_ERROR);
      }
    }
    try {
      pump.join(WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    restore();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending.
    }
  }
}
