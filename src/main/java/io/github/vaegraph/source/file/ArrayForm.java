package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Layout;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What shape the images of an array or a table have, and how the values of each lie.
 *
 * @param planar whether all red values come first
 * @param assumed what is to be said where that was neither told nor shown by the file
 */
record ArrayForm(ImageShape shape, boolean planar, Optional<String> assumed) {
  /**
   * Images that are rows of values.
   *
   * @throws IOException when so many values have no such shape
   */
  static ArrayForm flat(Path file, int size, ReadOptions options, String hint) throws IOException {
    ImageShape shape = Pixels.shape(file, size, options.shape(), hint);
    boolean colour = shape.channels() > 1;
    boolean planar = colour && options.layout().equals(Optional.of(Layout.PLANAR));
    return new ArrayForm(
        shape,
        planar,
        colour && options.layout().isEmpty()
            ? Optional.of(
                ("%s: red, green and blue of a pixel were taken to stand side by side; where all red "
                        + "values come first, as in CIFAR's files, say layout(planar)")
                    .formatted(file.getFileName()))
            : Optional.empty());
  }

  /**
   * Grey images whose sides the file tells.
   *
   * @throws IOException when no image has them
   */
  static ArrayForm plain(Path file, int height, int width) throws IOException {
    return new ArrayForm(Pixels.shape(file, height, width, 1), false, Optional.empty());
  }

  /**
   * Images whose sides the file tells: height, width and channels, or channels first where the
   * options say so.
   *
   * @throws IOException when no image has them, or channels seem to come first and nothing says so
   */
  static ArrayForm deep(Path file, int first, int second, int third, ReadOptions options)
      throws IOException {
    boolean asked = options.layout().equals(Optional.of(Layout.PLANAR));
    if (asked && Pixels.maybeChannels(first)) {
      return new ArrayForm(Pixels.shape(file, second, third, first), true, Optional.empty());
    }
    if (!Pixels.maybeChannels(third) && Pixels.maybeChannels(first)) {
      throw Problem.at(
          file,
          "expected channels last, 1 or 3, found images of %dx%dx%d; where they come first, "
              + "say layout(planar)",
          first,
          second,
          third);
    }
    return new ArrayForm(
        Pixels.shape(file, first, second, third),
        false,
        asked
            ? Optional.of(
                "%s: its channels come last, so layout(planar) changed nothing"
                    .formatted(file.getFileName()))
            : Optional.empty());
  }

  /** Images as they were read in this form, with what is to be said of it. */
  Parts parts(Images stored) {
    Parts parts = Parts.whole(planar ? RearrangedImages.interleaved(stored) : stored);
    if (assumed.isEmpty()) {
      return parts;
    }
    return parts
        .finding(ReadOptions.with().layout(Layout.INTERLEAVED).build())
        .noting(assumed.get());
  }
}
