package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What keeps the program from starting, or from being heard: each in a JVM of its own, as native
 * libraries are loaded once a process.
 */
@DisabledOnOs(OS.WINDOWS)
final class StartTroubleTest {
  private static final Path NOWHERE =
      Path.of("/dev/null"); // no folder is made in it, by root neither

  @TempDir Path folder = Path.of("");

  private List<String> java(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  private List<String> generate(String... options) {
    List<String> command = java(options);
    String picture = folder.resolve("grid.png").toString();
    command.addAll(List.of("generate", "savedmodel/digits/1", "--count", "1", "--out", picture));
    return command;
  }

  private String refused(List<String> command, Path out) throws IOException, InterruptedException {
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int status = process.waitFor();
    String said = Files.readString(err, StandardCharsets.UTF_8);
    assertThat(status).as(said).isEqualTo(2);
    assertThat(said.lines()).as(said).hasSize(1);
    return said;
  }

  private String refused(List<String> command) throws IOException, InterruptedException {
    return refused(command, folder.resolve("out"));
  }

  @Test
  void whereTensorFlowCannotBeUnpackedTheFolderAndItsSettingAreNamed() throws Exception {
    String said =
        refused(
            generate(
                "-Duser.home=" + NOWHERE,
                "-Djava.io.tmpdir=" + NOWHERE,
                "-Djna.tmpdir=" + folder.toAbsolutePath()));
    assertThat(said)
        .startsWith("vae: " + NOWHERE)
        .contains("JAVA_TOOL_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=DIR");
  }

  @Test
  void whereJnaCannotBeUnpackedItsFolderAndSettingAreNamed() throws Exception {
    String said = refused(generate("-Djna.tmpdir=" + NOWHERE));
    assertThat(said).startsWith("vae: " + NOWHERE).contains("JAVA_TOOL_OPTIONS=-Djna.tmpdir=DIR");
  }

  /** As many as the JVM itself needs, and some. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void tooManyOpenFilesAreNoBugOfOurs() throws Exception {
    List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -n 50; exec \"$@\"", "sh"));
    limited.addAll(generate());
    assertThat(refused(limited)).contains("too many open files", "ulimit -n");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullStandardOutputIsTold() throws Exception {
    List<String> help = java();
    help.add("help");
    assertThat(refused(help, Path.of("/dev/full"))).contains("standard output cannot be written");
  }

  @Test
  void aClosedStandardOutputIsTold() throws Exception {
    List<String> closed = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&-", "sh"));
    closed.addAll(java());
    closed.add("help");
    assertThat(refused(closed)).contains("standard output cannot be written");
  }
}
