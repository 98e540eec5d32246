package io.github.vaegraph.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The programs themselves are tried by src/interop/notebooks/run. */
final class NotebookTest {
  private final Path home;
  private final KernelSpecs specs;

  NotebookTest(@TempDir Path home) {
    this.home = home;
    this.specs = new KernelSpecs(home.resolve("share").resolve("kernels"));
  }

  @Test
  void kernelsAreKnownByTheirJars() {
    List<String> ijava = List.of("java", "-jar", "/k/java/ijava-1.3.0.jar", "{connection_file}");
    List<String> jjava = List.of("java", "-jar", "/k/jjava-launcher.jar", "/k/jjava.jar");
    List<String> rapaio = List.of("java", "-jar", "C:\\k\\rapaio-jupyter-kernel-3.0.1.jar");
    assertThat(JavaKernel.IJAVA.runs(ijava)).isTrue();
    assertThat(JavaKernel.IJAVA.runs(jjava)).isFalse();
    assertThat(JavaKernel.JJAVA.runs(jjava)).isTrue();
    assertThat(JavaKernel.JJAVA.runs(ijava)).isFalse();
    assertThat(JavaKernel.RAPAIO.runs(rapaio)).isTrue();
    List<String> python = List.of("/ijava/bin/python", "-m", "ipykernel_launcher");
    for (JavaKernel kernel : JavaKernel.values()) {
      assertThat(kernel.runs(python)).isFalse();
    }
  }

  @Test
  void aRegisteredKernelStartsWithThisBuild() throws IOException {
    List<String> argv = List.of("java", "-jar", "/k/ijava.jar", "{connection_file}");
    specs.register("vaegraph-ijava", JavaKernel.IJAVA, argv, Map.of("IJAVA_TIMEOUT", "60"));
    JsonNode spec = new ObjectMapper().readTree(specs.file("vaegraph-ijava").toFile());
    assertThat(spec.path("language").asText()).isEqualTo("java");
    assertThat(spec.path("argv").get(0).asText()).isEqualTo("java");
    assertThat(spec.path("argv").toString())
        .contains("--enable-native-access=ALL-UNNAMED")
        .endsWith("\"-jar\",\"/k/ijava.jar\",\"{connection_file}\"]");
    String classPath = System.getProperty("java.class.path");
    JsonNode env = spec.path("env");
    assertThat(env.path("IJAVA_TIMEOUT").asText()).isEqualTo("60");
    assertThat(env.path("IJAVA_CLASSPATH").asText()).isEqualTo(classPath);
    assertThat(env.path("JJAVA_CLASSPATH").asText()).isEqualTo(classPath);
    // rapaio's kernel parts its entries by semicolons on every system.
    assertThat(env.path("RJK_CLASSPATH").asText())
        .isEqualTo(classPath.replace(File.pathSeparator, ";"));
    assertThat(env.path("TF_CPP_MIN_LOG_LEVEL").asText()).isEqualTo("2");
  }

  @Test
  void registeringTwiceIsRegisteringOnceAndRemovingLeavesTheUsersKernels() throws IOException {
    Path users = home.resolve("share").resolve("kernels").resolve("java");
    Files.createDirectories(users);
    Files.writeString(users.resolve("kernel.json"), "{}");
    for (int i = 0; i < 2; i++) {
      specs.register("vaegraph-jjava", JavaKernel.JJAVA, List.of("java"), Map.of());
      assertThat(specs.registered()).containsExactly(JavaKernel.JJAVA);
    }
    assertThat(specs.removeAll()).containsExactly(users.resolveSibling("vaegraph-jjava"));
    assertThat(specs.removeAll()).isEmpty();
    assertThat(users.resolve("kernel.json")).hasContent("{}");
    assertThat(users.getParent()).isDirectoryNotContaining("glob:**vaegraph*");
  }

  @Test
  void missingJupyterIsSaidInOneLine() {
    assertThatThrownBy(() -> new Jupyter("no-such-jupyter").dataFolder())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "no-such-jupyter: expected it on the PATH, found none; try pip install jupyterlab");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS) // a shell script stands in for Jupyter
  void kernelsAreReadFromJupytersList() throws IOException {
    Path jupyter = home.resolve("jupyter");
    Files.writeString(
        jupyter,
        """
        #!/bin/sh
        cat <<'END'
        {"kernelspecs": {"java": {"resource_dir": "/k/java", "spec": {
          "argv": ["java", "-jar", "{resource_dir}/jjava.jar", "{connection_file}"],
          "env": {"A": "1"}, "language": "java"}}}}
        END
        """);
    assertThat(jupyter.toFile().setExecutable(true)).isTrue();
    assertThat(new Jupyter(jupyter.toString()).kernels())
        .containsExactly(
            new Jupyter.Installed(
                "java",
                List.of("java", "-jar", "/k/java/jjava.jar", "{connection_file}"),
                Map.of("A", "1")));
  }
}
