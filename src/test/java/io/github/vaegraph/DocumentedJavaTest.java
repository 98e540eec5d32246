package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.client.StandInServer;
import io.github.vaegraph.data.ImageShape;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The documents' Java, as a reader would start it: out of the text, in a folder of its own. A class
 * with a {@code main} is run, beside a copy of the clone's model and with a stand-in for the
 * server; one with a {@code package} is compiled as a part of ours.
 */
final class DocumentedJavaTest {
  private static final Path MODEL = Path.of("savedmodel", "digits", "1");
  private static final String SERVER = "http://localhost:8501";
  private static final Pattern CLASS =
      Pattern.compile("(?m)^(?:public |final )*(?:class|record) (\\w+)");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");

  /**
   * A block of Java.
   *
   * @param document where it stands
   * @param name of its class
   */
  record Block(Document document, String name, String code) {
    @Override
    public String toString() {
      return document + ": " + name;
    }
  }

  static List<Block> programs() throws IOException {
    return blocks().stream().filter(b -> b.code().contains(" main(")).toList();
  }

  static List<Block> parts() throws IOException {
    return blocks().stream().filter(b -> !b.code().contains(" main(")).toList();
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (Document document : Document.all()) {
      for (String code : document.fenced("java")) {
        Matcher name = CLASS.matcher(code);
        assertThat(name.find()).as(document + ": a block of Java is a whole class").isTrue();
        blocks.add(new Block(document, name.group(1), code));
      }
    }
    return blocks;
  }

  @Test
  void theReadmeHasAShortExample() throws IOException {
    assertThat(Document.read(Path.of("README.md")).fenced("java"))
        .singleElement()
        .satisfies(code -> assertThat(code.lines().count()).isLessThanOrEqualTo(25));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void programsRun(Block program, @TempDir Path folder) throws IOException, InterruptedException {
    copy(MODEL, folder.resolve(MODEL));
    try (StandInServer server = new StandInServer(MODEL)) {
      String code = program.code().replace(SERVER, server.url().toString());
      Files.writeString(folder.resolve(program.name() + ".java"), code);

      String output = run(folder, program.name(), images(folder));

      // What the texts beside them promise.
      switch (program.name()) {
        case "Example" -> {
          assertThat(output).contains("epoch  10  train -ELBO", "negative log-likelihood");
          assertThat(folder.resolve("samples.png")).exists();
          assertThat(folder.resolve("savedmodel/example/1/saved_model.pb")).exists();
        }
        case "Use" -> {
          assertThat(output).contains("z1 = ", "log p(x) = [-");
          assertThat(folder.resolve("three.png")).exists();
        }
        case "PlainRest" -> assertThat(output).contains("\"mean\"", "\"log_variance\"");
        case "Ask" -> assertThat(output).contains("3 images of 28x28x1", "log p(x) = -");
        case "Unusual" -> {
          assertThat(output).containsPattern("image 0: .* too usual");
          assertThat(output).containsPattern("image 1: .* unusual");
        }
        default -> assertThat(output).doesNotContain("Exception");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("parts")
  void partsCompile(Block part, @TempDir Path folder) throws IOException {
    Matcher home = PACKAGE.matcher(part.code());
    assertThat(home.find()).as("a class without a main says which package it belongs to").isTrue();
    Path source = folder.resolve(home.group(1).replace('.', '/')).resolve(part.name() + ".java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, part.code());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
      List<String> options = List.of("-proc:none", "-cp", classPath(), "-d", folder.toString());
      compiler.getTask(null, files, said, options, null, files.getJavaFileObjects(source)).call();
    }
    assertThat(said.getDiagnostics())
        .filteredOn(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
  }

  private static String run(Path folder, String program, Path data)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process example =
        new ProcessBuilder(List.of(java, "-cp", classPath(), program + ".java", data.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(example.waitFor()).as(output).isZero();
    return output;
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }

  /** A folder of 100 random images, in the format of MNIST. */
  private static Path images(Path folder) throws IOException {
    byte[] pixels = TinyImages.split("all", 100, new ImageShape(4, 4, 1)).images().bytes(0, 100);
    byte[] file = new byte[16 + pixels.length];
    byte[] head = {0, 0, 8, 3, 0, 0, 0, 100, 0, 0, 0, 4, 0, 0, 0, 4};
    System.arraycopy(head, 0, file, 0, head.length);
    System.arraycopy(pixels, 0, file, head.length, pixels.length);
    return Files.write(folder.resolve("train-images-idx3-ubyte"), file);
  }
}
