package io.github.vaegraph.cli;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Work in a process of its own, with this JVM's options and class path. */
final class ChildRun {
  private final Process process;

  private ChildRun(Process process) {
    this.process = process;
  }

  /**
   * Starts a training.
   *
   * @param words of the command line
   * @param log where its output goes; empty: where that of this program goes
   * @throws IOException when it cannot be started
   */
  static ChildRun start(List<String> words, Optional<Path> log) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.add(ChildRun.class.getPackageName() + ".Main");
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    log.ifPresent(file -> builder.redirectErrorStream(true).redirectOutput(file.toFile()));
    return new ChildRun(builder.start());
  }

  /**
   * Starts what nobody trusts: it has no more of Java's memory than this program, this folder as
   * its own, and nobody hears it. Where the system runs out of memory, it ends this one first.
   *
   * @param main the class to run
   * @throws IOException when it cannot be started
   */
  static ChildRun apart(Class<?> main, List<String> words, Path folder) throws IOException {
    List<String> command = new ArrayList<>(java());
    command.addAll(
        List.of(
            "-Xmx" + Runtime.getRuntime().maxMemory(),
            "-XX:-CreateCoredumpOnCrash",
            "-XX:ErrorFile=" + folder.resolve("crash")));
    command.add(main.getName());
    command.addAll(words);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path first = Path.of("/proc/%s/oom_score_adj".formatted(process.pid()));
    if (Files.isWritable(first)) {
      Files.writeString(first, "1000");
    }
    return new ChildRun(process);
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", absolute(System.getProperty("java.class.path"))));
    return command;
  }

  /** A child may have another working folder. */
  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  /** Says something to it, on a line. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Whether it ends meanwhile. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      kill();
      return true;
    }
  }

  /** The bytes of memory that it holds, where the system tells. */
  OptionalLong memory() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/%s/status".formatted(process.pid())))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10) // of KiB
          .findFirst();
    } catch (IOException | UncheckedIOException e) { // it has ended, or this is no Linux
      return OptionalLong.empty();
    }
  }

  /** Ends it at once, and waits for that. */
  void kill() {
    process.destroyForcibly();
    status();
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
