package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Named pipes, which Java cannot make. */
public final class Pipe {
  private Pipe() {}

  /** Makes one; there are none on Windows. */
  public static void make(Path path) throws IOException, InterruptedException {
    Process made = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();
  }
}
