package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's program, as a reader would start it: out of the text, in a folder of its own. */
final class ReadmeExampleTest {
  private static final Pattern PROGRAM = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  @Test
  void theExampleTrainsExportsAndLoads(@TempDir Path folder)
      throws IOException, InterruptedException {
    Matcher program = PROGRAM.matcher(Files.readString(Path.of("README.md")));
    assertThat(program.find()).isTrue();
    assertThat(program.group(1).lines().count()).isLessThanOrEqualTo(30);
    Files.writeString(folder.resolve("Example.java"), program.group(1));

    String output = run(folder, images(folder));

    assertThat(output).contains("epoch  10  train -ELBO", "negative log-likelihood", "z1 = ");
    assertThat(folder.resolve("samples.png")).exists();
    assertThat(folder.resolve("savedmodel/example/1/saved_model.pb")).exists();
  }

  private static String run(Path folder, Path data) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    Process example =
        new ProcessBuilder(List.of(java, "-cp", classPath, "Example.java", data.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(example.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(example.waitFor()).as(output).isZero();
    return output;
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
