package io.github.vaegraph.cli;

import io.github.vaegraph.cli.notebook.JavaKernel;
import io.github.vaegraph.cli.notebook.Jupyter;
import io.github.vaegraph.cli.notebook.KernelSpecs;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code vae notebook}: makes this build known to Jupyter's Java kernels. */
final class NotebookCommand extends Command {
  private static final String NO_KERNEL =
      """
      this Jupyter has no Java kernel yet: install one, and call vae notebook again
        IJava   download ijava-1.3.0.zip from github.com/SpencerPark/IJava/releases, unzip it,
                python3 install.py --user
        JJava   pip install jjava
        rapaio  vae notebook --install\
      """;

  NotebookCommand() {
    super(
        "notebook",
        NO_OPERANDS,
        "register this build with Jupyter's Java kernels",
        "vae notebook --run");
  }

  @Override
  void addOptions(Options options) {
    Arguments.flag(
        options,
        "install",
        "install a Java kernel as well, rapaio-jupyter-kernel, through Maven (default: use those"
            + " that are there)");
    Arguments.flag(options, "run", "open the notebooks in JupyterLab");
    Arguments.add(
        options,
        "execute",
        "PATH",
        "run a notebook, or all of a folder, without a browser, in the kernel that is registered");
    Arguments.add(
        options,
        "out",
        "DIR",
        "with --execute: where copies with their outputs are written (default: executed)");
    Arguments.flag(options, "uninstall", "take away what this command has registered");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    if (arguments.has("uninstall")) {
      arguments.refuse("about --uninstall", name -> !name.equals("uninstall"));
    }
    if (!arguments.has("execute")) {
      arguments.refuse("without --execute", name -> name.equals("out"));
    }
    Optional<Path> executed = arguments.path("execute");
    List<Path> notebooks = executed.isPresent() ? notebooks(executed.get()) : List.of();
    Jupyter jupyter = new Jupyter("jupyter");
    KernelSpecs specs = new KernelSpecs(jupyter.dataFolder().resolve("kernels"));
    if (arguments.has("uninstall")) {
      List<Path> removed = specs.removeAll();
      removed.forEach(path -> console.print("removed " + path));
      if (removed.isEmpty()) {
        console.print("nothing to remove");
      }
      return;
    }
    List<Jupyter.Installed> installed = jupyter.kernels();
    register(specs, installed);
    if (arguments.has("install")) {
      specs.registerRapaio(rapaio());
    }
    List<JavaKernel> registered = specs.registered();
    for (JavaKernel kernel : registered) {
      console.print("registered %s".formatted(specs.file(kernel.specName()).getParent()));
    }
    if (registered.isEmpty()) {
      console.printAll(NO_KERNEL);
    } else if (executed.isPresent()) {
      Path out = arguments.path("out").orElse(Path.of("executed"));
      Files.createDirectories(out);
      for (Path notebook : notebooks) {
        Path copy = out.resolve(notebook.getFileName());
        Files.copy(notebook, copy, StandardCopyOption.REPLACE_EXISTING);
        jupyter.execute(copy, registered.get(0).specName());
        console.print("wrote " + copy);
      }
    } else if (arguments.has("run")) {
      jupyter.open(home().resolve("notebooks"), preferred(specs, registered.get(0)));
    } else {
      console.print("next: vae notebook --run, or choose a kernel named VaeGraph in Jupyter");
    }
  }

  /**
   * The notebooks that a path leads to, in the order of their names.
   *
   * @throws IOException when there are none
   */
  static List<Path> notebooks(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    List<Path> notebooks = List.of();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        notebooks = files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
      }
    }
    if (notebooks.isEmpty()) {
      throw new IOException(
          path + ": expected a notebook, or a folder of .ipynb files, found none");
    }
    return notebooks;
  }

  private static void register(KernelSpecs specs, List<Jupyter.Installed> installed)
      throws IOException {
    for (Jupyter.Installed other : installed) {
      for (JavaKernel kernel : JavaKernel.values()) {
        if (kernel.runs(other.argv()) && !KernelSpecs.isOurs(other.name())) {
          specs.register(kernel.specName(), kernel, other.argv(), other.env());
        }
      }
    }
  }

  /** The notebooks ask for a kernel named java; in this folder, that is this one. */
  private static Path preferred(KernelSpecs specs, JavaKernel kernel) throws IOException {
    Path folder = home().resolve("target").resolve("jupyter");
    Path java = new KernelSpecs(folder.resolve("kernels")).file("java");
    Files.createDirectories(java.getParent());
    Files.copy(specs.file(kernel.specName()), java, StandardCopyOption.REPLACE_EXISTING);
    return folder;
  }

  /** The kernel's jar; the POM pins its version. */
  private static Path rapaio() throws IOException {
    Path folder = home().resolve("target").resolve("kernel");
    Unfinished.delete(folder);
    ProcessBuilder maven =
        new ProcessBuilder(
            System.getProperty("os.name").startsWith("Windows") ? "mvn.cmd" : "mvn",
            "-q",
            "-B",
            "-f",
            home().resolve("pom.xml").toString(),
            "dependency:copy@jupyter-kernel");
    if (Jupyter.waitFor(maven.inheritIO().start()) != 0) {
      throw new IOException("Maven could not fetch the kernel; its messages stand above");
    }
    return folder.resolve("rapaio-jupyter-kernel.jar");
  }

  /** The repository, which the launcher tells. */
  private static Path home() throws IOException {
    String home = System.getProperty("vae.home", "");
    if (home.isEmpty()) {
      throw new IOException("expected to be started by the launcher vae, which says where it lies");
    }
    return Path.of(home);
  }
}
