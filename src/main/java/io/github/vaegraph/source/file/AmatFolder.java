package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Larochelle's binarized MNIST: three text files, one a split. */
public final class AmatFolder {
  private static final Optional<ImageShape> SHAPE = Optional.of(new ImageShape(28, 28, 1));

  private AmatFolder() {}

  public static Parts parts(Path folder) throws IOException {
    return new Parts(
        split("train", folder, "train"),
        Optional.of(split("validation", folder, "valid")),
        Optional.of(split("test", folder, "test")),
        List.of());
  }

  private static Split split(String name, Path folder, String suffix) throws IOException {
    Path plain = folder.resolve("binarized_mnist_" + suffix + ".amat");
    Path compressed = folder.resolve(plain.getFileName() + ".gz");
    InputFile file = InputFile.open(Files.exists(plain) ? plain : compressed);
    return new Split(name, AmatFile.images(file, SHAPE), new int[0]);
  }
}
