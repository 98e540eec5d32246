package io.github.vaegraph.cli.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jupyter, as far as its command line tells of kernels and opens notebooks. */
public final class Jupyter {
  private final String program;

  /**
   * @param program {@code jupyter}, or where it lies
   */
  public Jupyter(String program) {
    this.program = program;
  }

  /**
   * A kernel that Jupyter knows.
   *
   * @param argv what starts it, with its own folder filled in
   */
  public record Installed(String name, List<String> argv, Map<String, String> env) {}

  /**
   * Where the user's kernels lie, {@code kernels} in it.
   *
   * @throws IOException when there is no Jupyter
   */
  public Path dataFolder() throws IOException {
    return Path.of(output("--data-dir").strip());
  }

  /**
   * All kernels.
   *
   * @throws IOException when there is no Jupyter, or it does not list them
   */
  public List<Installed> kernels() throws IOException {
    String json = output("kernelspec", "list", "--json");
    List<Installed> kernels = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry :
        new ObjectMapper().readTree(json).path("kernelspecs").properties()) {
      String folder = entry.getValue().path("resource_dir").asText();
      JsonNode spec = entry.getValue().path("spec");
      List<String> argv = new ArrayList<>();
      spec.path("argv").forEach(part -> argv.add(part.asText().replace("{resource_dir}", folder)));
      Map<String, String> env = new LinkedHashMap<>();
      spec.path("env").properties().forEach(e -> env.put(e.getKey(), e.getValue().asText()));
      kernels.add(new Installed(entry.getKey(), argv, env));
    }
    return kernels;
  }

  /**
   * Opens a folder in JupyterLab, and returns when that ends.
   *
   * @param kernels a folder whose kernels come before the user's
   */
  public void open(Path folder, Path kernels) throws IOException {
    ProcessBuilder lab = new ProcessBuilder(program, "lab", folder.toString()).inheritIO();
    String others = lab.environment().getOrDefault("JUPYTER_PATH", "");
    lab.environment()
        .put(
            "JUPYTER_PATH",
            others.isEmpty()
                ? kernels.toString()
                : kernels + System.getProperty("path.separator") + others);
    if (waitFor(start(lab)) != 0) {
      throw new IOException(
          "jupyter lab: it ended with the error above; is JupyterLab missing: pip install jupyterlab");
    }
  }

  /**
   * Runs all cells of a notebook, whose outputs are written into it.
   *
   * @param kernel the name of the kernel that runs them, whatever the notebook asks for
   * @throws IOException when a cell fails, or this Jupyter cannot execute notebooks
   */
  public void execute(Path notebook, String kernel) throws IOException {
    ProcessBuilder execute =
        new ProcessBuilder(
                program, "execute", "--inplace", "--kernel_name=" + kernel, notebook.toString())
            .inheritIO();
    if (waitFor(start(execute)) != 0) {
      throw new IOException(
          "%s: a cell failed as told above, or nbclient is missing: pip install nbclient"
              .formatted(notebook));
    }
  }

  private String output(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process jupyter =
        start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
    String output = new String(jupyter.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (waitFor(jupyter) != 0) {
      throw new IOException(
          "%s: it ended with an error; try it by hand, or pip install --upgrade jupyter_client"
              .formatted(String.join(" ", command)));
    }
    return output;
  }

  private Process start(ProcessBuilder jupyter) throws IOException {
    try {
      return jupyter.start();
    } catch (IOException e) {
      throw new IOException(
          "%s: expected it on the PATH, found none; try pip install jupyterlab".formatted(program),
          e);
    }
  }

  public static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for another program", e);
    }
  }
}
