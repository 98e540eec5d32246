package io.github.vaegraph.model;

import io.github.vaegraph.data.Batch;
import java.util.Arrays;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** Arrays to native tensors and back. */
final class Tensors {
  private Tensors() {}

  /** Pixels [rows, size]; rows that the batch lacks are black. */
  static TUint8 pixels(Batch batch, int rows, int size) {
    return bytes(batch.pixels(), batch, rows, size);
  }

  /** Where in their levels pixels lie [rows, size]: in the middle where the batch does not say. */
  static TUint8 fractions(Batch batch, int rows, int size) {
    byte[] fractions = batch.fractions();
    if (fractions.length == 0) {
      fractions = new byte[batch.count() * size];
      Arrays.fill(fractions, (byte) 127);
    }
    return bytes(fractions, batch, rows, size);
  }

  private static TUint8 bytes(byte[] values, Batch batch, int rows, int size) {
    byte[] bytes = values;
    if (batch.count() < rows) {
      bytes = Arrays.copyOf(Arrays.copyOf(bytes, batch.count() * size), rows * size);
    }
    return TUint8.tensorOf(
        Shape.of(rows, size), DataBuffers.of(bytes, true, false).narrow((long) rows * size));
  }

  /** Labels [rows]; rows that the batch lacks are of the first class. */
  static TInt32 labels(Batch batch, int rows) {
    return TInt32.vectorOf(Arrays.copyOf(Arrays.copyOf(batch.labels(), batch.count()), rows));
  }

  /** A copy of all values, row-major. */
  static float[] floats(Tensor tensor) {
    TFloat32 values = (TFloat32) tensor;
    float[] copy = new float[Math.toIntExact(values.size())];
    values.asRawTensor().data().asFloats().read(copy);
    return copy;
  }
}
