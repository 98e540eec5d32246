package io.github.vaegraph.serve;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.Floats;
import java.util.Arrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Arrays as the tensors that signatures take, some rows at a time; checked before that. */
final class InputRows {
  private InputRows() {}

  /** images [N, D] -> [n, H, W, C] */
  static LoadedGraph.Rows images(String what, Floats images, ImageShape shape) {
    checkWidth(what, images, shape.size());
    return (from, to) ->
        tensor(
            Shape.of(to - from, shape.height(), shape.width(), shape.channels()),
            images.slice(from, to));
  }

  /** codes [N, L] -> [n, L] */
  static LoadedGraph.Rows codes(Floats codes, int latentDim) {
    checkWidth("codes", codes, latentDim);
    return (from, to) -> tensor(Shape.of(to - from, latentDim), codes.slice(from, to));
  }

  /** [N] -> [n] */
  static LoadedGraph.Rows seeds(long[] seeds) {
    return (from, to) -> TInt64.vectorOf(Arrays.copyOfRange(seeds, from, to));
  }

  /** [N] -> [n] */
  static LoadedGraph.Rows positions(float[] positions) {
    return (from, to) -> TFloat32.vectorOf(Arrays.copyOfRange(positions, from, to));
  }

  private static TFloat32 tensor(Shape shape, Floats rows) {
    return TFloat32.tensorOf(shape, DataBuffers.of(rows.values()));
  }

  private static void checkWidth(String what, Floats rows, int expected) {
    if (rows.width() != expected) {
      throw new IllegalArgumentException(
          "expected %s of %d values each, found %d".formatted(what, expected, rows.width()));
    }
  }

  /** Holds a second input to the first one's number of rows. */
  static void checkCount(String what, int expected, int found) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "expected %d %s, one for each image, found %d".formatted(expected, what, found));
    }
  }
}
