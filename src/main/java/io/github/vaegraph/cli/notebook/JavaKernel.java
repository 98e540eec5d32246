package io.github.vaegraph.cli.notebook;

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The Java kernels of Jupyter that notebooks run in, the first named the first choice. */
public enum JavaKernel {
  IJAVA("IJava"),
  JJAVA("JJava"),
  RAPAIO("rapaio");

  /**
   * As the launcher's, but with the usual room for garbage, which compiling cells makes; and no
   * window is ever opened.
   */
  private static final List<String> JVM_FLAGS = jvmFlags();

  private final String label;

  JavaKernel(String label) {
    this.label = label;
  }

  private static List<String> jvmFlags() {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.misc.unsafe.memory.access=allow", // by protobuf; else JDK 24 and later warn
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true"));
    if (System.getProperty("os.name").equals("Linux")) {
      flags.add("-XX:+IgnoreUnrecognizedVMOptions");
      flags.add("-XX:TrimNativeHeapInterval=60000");
    }
    return List.copyOf(flags);
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The name under which it is registered with this build. */
  public String specName() {
    return "vaegraph-" + name().toLowerCase(Locale.ROOT);
  }

  /** Whether this command line starts it: its jar is named after it. */
  public boolean runs(List<String> argv) {
    return argv.stream()
        .map(argument -> argument.toLowerCase(Locale.ROOT).replaceAll(".*[/\\\\]", ""))
        .anyMatch(file -> file.matches(name().toLowerCase(Locale.ROOT) + "\\b.*\\.jar"));
  }

  /** The command line with the JVM's flags; JJava's launcher starts another JVM, and takes them. */
  List<String> withFlags(List<String> argv) {
    List<String> flagged = new ArrayList<>(argv);
    if (this != JJAVA) {
      flagged.addAll(1, JVM_FLAGS);
    }
    return flagged;
  }

  /**
   * What every kernel finds in its environment: this build's class path, by each one's own variable
   * and separator, and the settings of the launcher.
   */
  static Map<String, String> environment() {
    String classPath = System.getProperty("java.class.path");
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("IJAVA_CLASSPATH", classPath);
    environment.put("JJAVA_CLASSPATH", classPath);
    environment.put("RJK_CLASSPATH", classPath.replace(File.pathSeparator, ";"));
    environment.put("JJAVA_JVM_OPTS", String.join(" ", JVM_FLAGS));
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    for (String setting :
        List.of("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "MALLOC_ARENA_MAX")) {
      String value = System.getenv(setting);
      if (value != null) { // Windows has none
        environment.put(setting, value);
      }
    }
    return environment;
  }
}
