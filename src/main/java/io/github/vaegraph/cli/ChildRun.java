package io.github.vaegraph.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A training in a process of its own, with this JVM's options and class path. */
final class ChildRun {
  private final Process process;

  private ChildRun(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param words of the command line
   * @param log where its output goes; empty: where that of this program goes
   * @throws IOException when it cannot be started
   */
  static ChildRun start(List<String> words, Optional<Path> log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String main = ChildRun.class.getPackageName() + ".Main";
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    log.ifPresent(file -> builder.redirectErrorStream(true).redirectOutput(file.toFile()));
    return new ChildRun(builder.start());
  }

  /** Waits until one of them has ended. */
  static void awaitAny(List<ChildRun> children) {
    CompletableFuture.anyOf(
            children.stream()
                .map(child -> child.process.onExit())
                .toArray(CompletableFuture<?>[]::new))
        .join();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its exit status, for which is waited. */
  int status() {
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        process.destroy(); // it saves, and ends
      }
    }
  }

  /** Has it save what it has, and waits for its end. */
  void stop() {
    process.destroy();
    status();
  }
}
