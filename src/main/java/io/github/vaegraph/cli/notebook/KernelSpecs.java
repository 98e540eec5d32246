package io.github.vaegraph.cli.notebook;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A folder of Jupyter's kernelspecs, of which those of this build are written and removed. */
public final class KernelSpecs {
  private final Path folder;

  public KernelSpecs(Path folder) {
    this.folder = folder;
  }

  /** Whether the kernelspec of this name is one of this build's. */
  public static boolean isOurs(String name) {
    return Arrays.stream(JavaKernel.values()).anyMatch(kernel -> kernel.specName().equals(name));
  }

  /** The kernels that are registered here, the first choice first. */
  public List<JavaKernel> registered() {
    return Arrays.stream(JavaKernel.values())
        .filter(kernel -> Files.exists(file(kernel.specName())))
        .toList();
  }

  /** Where a kernelspec lies, or would. */
  public Path file(String name) {
    return folder.resolve(name).resolve("kernel.json");
  }

  /**
   * Writes or replaces a kernelspec that starts a kernel with this build.
   *
   * @param argv what starts it otherwise
   * @param env its own environment
   */
  public void register(String name, JavaKernel kernel, List<String> argv, Map<String, String> env)
      throws IOException {
    Map<String, String> environment = new LinkedHashMap<>(env);
    environment.putAll(JavaKernel.environment());
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("argv", kernel.withFlags(argv));
    spec.put("display_name", "VaeGraph (%s)".formatted(kernel.label()));
    spec.put("language", "java");
    spec.put("interrupt_mode", "message");
    spec.put("env", environment);
    Path file = file(name);
    try {
      Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
    Durable.replace(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(spec));
  }

  /** Registers rapaio's kernel, whose jar is copied beside the kernelspec. */
  public void registerRapaio(Path jar) throws IOException {
    JavaKernel kernel = JavaKernel.RAPAIO;
    Path copy = folder.resolve(kernel.specName()).resolve(jar.getFileName());
    Files.createDirectories(copy.getParent());
    Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
    register(
        kernel.specName(),
        kernel,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            copy.toString(),
            "{connection_file}"),
        Map.of());
  }

  /** Removes what was registered here, and returns it. */
  public List<Path> removeAll() throws IOException {
    List<Path> removed = new ArrayList<>();
    for (JavaKernel kernel : JavaKernel.values()) {
      Path spec = folder.resolve(kernel.specName());
      if (Files.exists(spec)) {
        Unfinished.delete(spec);
        removed.add(spec);
      }
    }
    return removed;
  }
}
