package io.github.vaegraph.run;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two programs from training one run. The operating system takes the lock back from a program
 * that ends, however it does; the file it hangs on stays.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "lock";

  private final RunDirectory run;
  private final FileChannel channel;

  private RunLock(RunDirectory run, FileChannel channel) {
    this.run = run;
    this.channel = channel;
  }

  static RunLock of(RunDirectory run) throws IOException {
    Path file = run.file(FILE);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
    try {
      if (locked(channel) == null) {
        throw new IOException(
            run.folder() + ": another program is training this run; wait for it, or stop it first");
      }
      Unfinished.deleteLeft(run.folder());
      return new RunLock(run, channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very program
    }
  }

  /** The run that nobody else trains. */
  public RunDirectory run() {
    return run;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
