package io.github.vaegraph.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A lock keeps two programs from the same work, and harms no other file. */
@Timeout(60)
final class LockFileTest {
  @TempDir Path folder = Path.of("");
  private final List<String> told = new CopyOnWriteArrayList<>();

  private LockFile take(Duration patience) throws IOException {
    return LockFile.take(folder.resolve("lock"), patience, told::add);
  }

  /** Another program that takes the lock, says so, and holds it until its input ends. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      try (LockFile lock = LockFile.take(Path.of(arguments[0]), Duration.ZERO, holder -> {})) {
        System.out.println(lock == null ? "" : "taken");
        System.in.read();
      } catch (LockFile.HeldException e) {
        System.out.println("held by " + e.holder());
      }
    }
  }

  private Process other() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Other.class.getName(),
            folder.resolve("lock").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void whoHoldsItIsToldAndAtTheEndOfPatienceNamed() throws Exception {
    Process other = other();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("taken");
      String holder = "process " + other.pid();
      assertThatThrownBy(() -> take(Duration.ofMillis(1100)))
          .isInstanceOfSatisfying(
              LockFile.HeldException.class, e -> assertThat(e.holder()).isEqualTo(holder));
      assertThat(told).containsExactly(holder);
    } finally {
      other.destroyForcibly().waitFor();
    }
    take(Duration.ofSeconds(10)).close(); // whatever has ended the other
  }

  /** To the system, a program that closes any channel to the file has given the lock back. */
  @Test
  void aSecondTryInThisProgramLosesNoLock() throws Exception {
    try (LockFile lock = take(Duration.ZERO)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> take(Duration.ZERO)).isInstanceOf(LockFile.HeldException.class);
      assertThat(other().inputReader().readLine())
          .isEqualTo("held by process " + ProcessHandle.current().pid());
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    try (LockFile lock = take(Duration.ZERO)) {
      assertThat(lock).isNotNull();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> take(Duration.ofMinutes(1)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void neitherLinkNorPipeIsOpened() throws Exception {
    Path theirs = Files.writeString(folder.resolve("theirs"), "kept");
    Path lock = folder.resolve("lock");
    for (Path target : List.of(theirs, folder.resolve("gone"))) {
      Files.createSymbolicLink(lock, target);
      assertRefused();
      Files.delete(lock);
    }
    assertThat(theirs).hasContent("kept");
    assertThat(folder.resolve("gone")).doesNotExist();
    Pipe.make(lock);
    assertRefused();
    Files.delete(lock);
    // A second name of the same file cannot be told apart, and is not written over.
    Files.createLink(lock, theirs);
    take(Duration.ZERO).close();
    assertThat(theirs).hasContent("kept");
  }

  private void assertRefused() {
    assertThatThrownBy(() -> take(Duration.ZERO))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("found a link, folder or pipe");
  }
}
