package io.github.vaegraph.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Keeps two programs, and two threads of one, from the same work in a folder. The lock hangs on a
 * file of the folder, which stays and holds the number of the process; the operating system takes
 * it back from a program that ends, however it does.
 */
public final class LockFile implements AutoCloseable {
  private static final Duration SILENT = Duration.ofSeconds(1);
  private static final int PAUSE_MILLIS = 20;
  private static final int MOST_DIGITS = 20;

  /** Behind all contents: on Windows nobody reads what is locked. */
  private static final long AT = Long.MAX_VALUE - 1;

  /**
   * Those that this program holds or waits for, one thread each: the system's lock is the whole
   * program's, and lost when any channel to the file is closed.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Somebody else has it, and goes on having it. */
  public static final class HeldException extends IOException {
    private static final long serialVersionUID = 1;

    private HeldException(String holder) {
      super(holder);
    }

    /** Who has it, as far as that is known: {@code process 4711}. */
    public String holder() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Takes the lock.
   *
   * @param patience how long it is waited for
   * @param waiting told, once, whom it is waited for, where that takes more than a moment
   * @throws HeldException when it has not become free
   * @throws IOException when the file cannot be written, or is a link, which is not followed
   */
  public static LockFile take(Path file, Duration patience, Consumer<String> waiting)
      throws IOException {
    Path ours = file.toAbsolutePath().resolveSibling(".").toRealPath().resolve(file.getFileName());
    Wait wait = new Wait(patience, waiting);
    wait.until(() -> OURS.add(ours), "another thread of this program");
    FileChannel channel = null;
    try {
      channel = open(file);
      while (channel.tryLock(AT, 1, false) == null) {
        wait.once(holder(channel));
      }
      sign(channel);
      return new LockFile(ours, channel);
    } catch (IOException | RuntimeException e) {
      try {
        if (channel != null) {
          channel.close();
        }
      } finally {
        OURS.remove(ours);
      }
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(
          file.toString(), null, "expected a file of our own, found a link, folder or pipe");
    }
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes who has it, unless something is in the file that is not ours to write over. */
  private static void sign(FileChannel channel) throws IOException {
    if (channel.size() == 0 || contents(channel).matches("\\d+\n")) {
      channel.truncate(0);
      String process = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)), 0);
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    String process = contents(channel).strip();
    return process.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(process)).isPresent()
        ? "process " + process
        : "another program";
  }

  private static String contents(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_DIGITS);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
  }

  /** Gives it back. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OURS.remove(file);
    }
  }

  /** Waiting, which is told of and ends. */
  private static final class Wait {
    private final long start = System.nanoTime();
    private final Duration patience;
    private final Consumer<String> waiting;
    private boolean told;

    Wait(Duration patience, Consumer<String> waiting) {
      this.patience = patience;
      this.waiting = waiting;
    }

    void until(BooleanSupplier free, String holder) throws IOException {
      while (!free.getAsBoolean()) {
        once(holder);
      }
    }

    void once(String holder) throws IOException {
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if (waited.compareTo(patience) >= 0) {
        throw new HeldException(holder);
      }
      if (!told && waited.compareTo(SILENT) >= 0) {
        told = true;
        waiting.accept(holder);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for " + holder);
      }
    }
  }
}
