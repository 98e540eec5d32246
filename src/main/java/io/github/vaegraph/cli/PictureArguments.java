package io.github.vaegraph.cli;

import io.github.vaegraph.data.ImageShape;
import java.io.IOException;
import java.nio.file.Path;

/** What commands check before they read images and draw pictures. */
final class PictureArguments {
  private PictureArguments() {}

  /**
   * Where a picture is written to.
   *
   * @throws IllegalArgumentException when the name is not that of a PNG
   */
  static Path pictureFile(Arguments arguments, String defaultName) {
    Path out = arguments.path("out").orElse(usual(defaultName));
    if (!String.valueOf(out.getFileName()).endsWith(".png")) {
      throw new IllegalArgumentException("--out: expected a name in .png, found " + out);
    }
    return out;
  }

  /** The name that a file has where none is given, with the folder it then lies in. */
  static Path usual(String name) {
    return Path.of(name).toAbsolutePath();
  }

  /**
   * @throws IOException when the data's images are not of the model's shape
   */
  static void checkShape(Arguments arguments, ImageShape expected, ImageShape found)
      throws IOException {
    if (!expected.equals(found)) {
      throw new IOException(
          "%s: expected images of %s, which the model was trained on, found %s; pictures can be"
                  .formatted(arguments.text("data").orElseThrow(), expected, found)
              + " brought to size with --resize and --channels");
    }
  }
}
