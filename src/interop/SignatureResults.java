import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Calls every signature of an export with 1,000 rows, and writes inputs and outputs for {@code
 * check.py}: {@code SIGNATURE.in.NAME} and {@code SIGNATURE.out.NAME}, little-endian values without
 * a header, float32 or (seeds) int64.
 */
final class SignatureResults {
  private static final int ROWS = 1000;

  private final Path folder;
  private final byte[] pixels;

  private SignatureResults(Path folder, byte[] pixels) {
    this.folder = folder;
    this.pixels = pixels;
  }

  public static void main(String[] args) throws IOException {
    Path model = Path.of(args[0]);
    InferenceModel.load(model).close(); // silences TensorFlow's banners
    Images test = Datasets.open(DataOptions.of("digits")).test().images();
    byte[] pixels = new byte[ROWS * test.shape().size()];
    test.readRange(0, ROWS, pixels, 0);
    SignatureResults results = new SignatureResults(Path.of(args[1]), pixels);
    try (SavedModelBundle bundle =
        SavedModelBundle.load(model.toString(), SavedModelBundle.DEFAULT_TAG)) {
      for (Signature signature : bundle.signatures()) {
        results.write(bundle, signature);
      }
    }
  }

  private void write(SavedModelBundle bundle, Signature signature) throws IOException {
    Map<String, Tensor> inputs = new HashMap<>();
    for (Map.Entry<String, Signature.TensorDescription> input : signature.getInputs().entrySet()) {
      inputs.put(input.getKey(), input(signature.key(), input.getKey(), input.getValue()));
    }
    try (Result outputs = bundle.function(signature.key()).call(inputs)) {
      for (String name : signature.getOutputs().keySet()) {
        TFloat32 output = (TFloat32) outputs.get(name).orElseThrow();
        float[] values = new float[Math.toIntExact(output.size())];
        output.asRawTensor().data().asFloats().read(values);
        write(signature.key() + ".out." + name, values);
      }
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  private Tensor input(String signature, String name, Signature.TensorDescription description)
      throws IOException {
    String file = signature + ".in." + name;
    if (description.dataType == DataType.DT_INT64) {
      // Classes that every conditional model has; seeds of all sizes and both signs.
      long[] seeds =
          name.equals("label")
              ? LongStream.range(0, ROWS).map(row -> row % 2).toArray()
              : new Random(1).longs(ROWS).toArray();
      ByteBuffer bytes = ByteBuffer.allocate(8 * ROWS).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asLongBuffer().put(seeds);
      Files.write(folder.resolve(file), bytes.array());
      return TInt64.vectorOf(seeds);
    }
    long[] sides = description.shape.asArray();
    sides[0] = ROWS;
    float[] values = values(name, Math.toIntExact(Shape.of(sides).size()));
    write(file, values);
    return TFloat32.tensorOf(Shape.of(sides), DataBuffers.of(values));
  }

  private float[] values(String name, int count) {
    float[] values = new float[count];
    Random random = new Random(2);
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (name) {
            case "z", "noise" -> (float) random.nextGaussian();
            case "position", "choice" -> i / (count - 1f);
            // Each image's way leads to the next but six.
            case "end" -> pixel((i + 7 * (count / ROWS)) % count);
            default -> pixel(i);
          };
    }
    return values;
  }

  /** The digits' pixels again and again, for images of any size. */
  private float pixel(int i) {
    return (pixels[i % pixels.length] & 0xff) / 255f;
  }

  private void write(String file, float[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    Files.write(folder.resolve(file), bytes.array());
  }
}
