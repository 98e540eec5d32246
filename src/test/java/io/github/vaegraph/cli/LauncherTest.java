package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code vae} in a repository of its own, whose Maven and Java are stand-ins. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  /** Writes the number of the build into the jar. */
  private static final String BUILD =
      """
      echo built >>builds
      wc -l <builds >target/vaegraph.jar
      echo libraries.jar >target/classpath.txt
      """;

  @TempDir Path home = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(home.resolve("src/main"));
    Files.createFile(home.resolve("pom.xml"));
    Files.copy(Path.of("vae"), home.resolve("vae"));
    script("mvn", BUILD);
    script("java", "echo \"$@\"");
  }

  private void script(String name, String lines) throws IOException {
    Path file = Files.createDirectories(home.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + lines);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start() throws IOException {
    ProcessBuilder vae = new ProcessBuilder("sh", home.resolve("vae").toString(), "--help");
    vae.environment().remove("JAVA_HOME");
    vae.environment().merge("PATH", home.resolve("bin") + ":", (path, bin) -> bin + path);
    return vae.directory(home.toFile()).redirectErrorStream(true).start();
  }

  private static String said(Process vae) throws Exception {
    try (InputStream out = vae.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(vae.waitFor()).as(said).isZero();
      return said;
    }
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(home.resolve("builds"));
  }

  @Test
  void aRepositoryUnderAColonIsRefusedBeforeItIsBuilt() throws Exception {
    Path odd = Files.createDirectory(home.resolve("a:b"));
    Files.copy(Path.of("vae"), odd.resolve("vae"));
    Process vae =
        new ProcessBuilder("sh", odd.resolve("vae").toString()).redirectErrorStream(true).start();
    String said = new String(vae.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(vae.waitFor()).isEqualTo(2);
    assertThat(said)
        .isEqualTo(
            "vae: %s: Java's class path holds no folder with a colon in its name; move this repository%n"
                .formatted(odd.toRealPath()));
    assertThat(odd.resolve("target")).doesNotExist();
  }

  @Test
  void oddNamesAboveTheRepositoryDoNoHarm() throws Exception {
    Path usual = home;
    home = Files.createDirectories(usual.resolve("a b%20#;$x'\"\ny"));
    write();
    assertThat(said(start())).contains(home.toRealPath() + "/target/vae.jar:libraries.jar");
  }

  @Test
  void twoFirstCallsAtOnceAreOneBuild() throws Exception {
    script("mvn", "sleep 3\n" + BUILD);
    Process first = start();
    Process second = start();
    String said = said(first) + said(second);
    assertThat(builds()).hasSize(1);
    assertThat(said).containsOnlyOnce("vae: building").containsOnlyOnce("vae: waiting for");
    assertThat(said.split("target/vae.jar:libraries.jar", -1)).hasSize(3);
    assertThat(home.resolve("target/.vae-building")).doesNotExist();
  }

  @Test
  void aBuildThatWasKilledHoldsNobodyUp() throws Exception {
    Path left = Files.createDirectories(home.resolve("target/.vae-building"));
    Files.writeString(left.resolve("pid"), "2147483647\n");
    assertThat(said(start())).contains("vae: building");
    assertThat(left).doesNotExist();
  }

  @Test
  void aLaterBuildLeavesTheJarThatIsInUseAsItIs() throws Exception {
    said(start());
    Path jar = home.resolve("target/vae.jar");
    try (InputStream inUse = Files.newInputStream(jar)) {
      Files.setLastModifiedTime(
          home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
      said(start());
      assertThat(inUse.readAllBytes()).asString(StandardCharsets.UTF_8).contains("1");
    }
    assertThat(jar).content().contains("2");
  }

  @Test
  void classesAreSharedWhereTheJvmCan() throws Exception {
    script(
        "java",
        """
        for argument; do
          case $argument in -XX:ArchiveClassesAtExit=*) touch "${argument#*=}" ;; esac
        done
        echo "$@"
        """);
    String sharing = "-XX:SharedArchiveFile=" + home.toRealPath().resolve("target/vae.jsa");
    assertThat(said(start())).contains(sharing, "--help");
    assertThat(said(start())).contains(sharing, "--help");

    script("java", "echo \"$@\"; case $* in *ArchiveClassesAtExit*) exit 1 ;; esac");
    Files.setLastModifiedTime(
        home.resolve("pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(said(start())).contains("vae: building", "--help").doesNotContain(sharing);
  }

  @Test
  void aBuildThatFailsIsToldAndTriedAgain() throws Exception {
    script("mvn", "echo no such plugin; exit 1");
    Process vae = start();
    assertThat(vae.waitFor()).isEqualTo(2);
    assertThat(vae.getInputStream().readAllBytes())
        .asString(StandardCharsets.UTF_8)
        .contains("no such plugin", "vae: the build failed");
    assertThat(home.resolve("target/.vae-building")).doesNotExist();
    assertThat(home.resolve("target/vae.jar")).doesNotExist();
  }
}
