package io.github.vaegraph.run;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.LockFile;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Keeps two programs from training one run. */
public final class RunLock implements AutoCloseable {
  static final String FILE = "lock";

  private final RunDirectory run;
  private final LockFile lock;

  private RunLock(RunDirectory run, LockFile lock) {
    this.run = run;
    this.lock = lock;
  }

  static RunLock of(RunDirectory run) throws IOException {
    LockFile lock = lock(run);
    try {
      Unfinished.deleteLeft(run.folder());
      return new RunLock(run, lock);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static LockFile lock(RunDirectory run) throws IOException {
    Path file = run.file(FILE);
    try {
      return LockFile.take(file, Duration.ZERO, holder -> {});
    } catch (LockFile.HeldException e) {
      throw new IOException(
          "%s: another program is training this run (%s); wait for it, or stop it first"
              .formatted(run.folder(), e.holder()),
          e);
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
  }

  /** The run that nobody else trains. */
  public RunDirectory run() {
    return run;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
