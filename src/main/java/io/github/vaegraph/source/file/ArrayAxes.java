package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Doubts about an array's axes. MATLAB and the files of SVHN put the images last; a single picture
 * looks like many images of another shape.
 */
final class ArrayAxes {
  private static final int SMALLEST = 8; // smaller sides are alike by chance

  private ArrayAxes() {}

  /**
   * Refuses axes that seem to mean something else, unless the shape is said.
   *
   * @throws IOException when two equal sides come first
   */
  static void check(Path file, List<Integer> sides, Optional<ImageShape> said) throws IOException {
    if (said.isPresent() || sides.size() < 3 || sides.size() > 4 || !squareFirst(sides)) {
      return;
    }
    int side = sides.get(0);
    int third = sides.get(2);
    boolean colours = third == 3 || third == 4;
    if (sides.size() == 3 && colours) {
      throw Problem.at(
          file,
          "is this one colour picture of %dx%d? save it as [1, %d, %d, %d]; for %d images of %dx%d "
              + "say shape(%dx%d)",
          side,
          side,
          side,
          side,
          third,
          side,
          side,
          third,
          side,
          third);
    }
    boolean last = sides.size() == 3 ? third != side : (colours || third == 1) && sides.get(3) > 4;
    if (last) {
      String shape =
          sides.size() == 3 ? side + "x" + third : side + "x" + third + "x" + sides.get(3);
      throw Problem.at(
          file,
          "are these %d images of %dx%d along the last axis? save them with that axis first "
              + "(numpy.moveaxis(x, -1, 0)); for %d images of %s say shape(%s)",
          sides.get(sides.size() - 1),
          side,
          side,
          side,
          shape,
          shape);
    }
  }

  /** What there is to say of axes that were read as they stand. */
  static List<String> notes(Path file, List<Integer> sides, ImageShape read) {
    if (sides.size() == 2 && squareFirst(sides)) {
      return List.of(
          "%s: %d rows of %d were read as images of %s; save one image as [1, %d, %d]"
              .formatted(
                  file.getFileName(),
                  sides.get(0),
                  sides.get(1),
                  read,
                  sides.get(0),
                  sides.get(1)));
    }
    if (sides.size() == 4 && sides.get(3) == 4) {
      return List.of(
          "%s: its images have four channels; where the fourth is their transparency, save three"
              .formatted(file.getFileName()));
    }
    return List.of();
  }

  private static boolean squareFirst(List<Integer> sides) {
    return sides.get(0) >= SMALLEST && sides.get(0).equals(sides.get(1));
  }
}
