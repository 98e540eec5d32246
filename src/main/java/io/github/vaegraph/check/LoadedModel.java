package io.github.vaegraph.check;

import io.github.vaegraph.graph.NativeRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.GraphOperation;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.FloatDataBuffer;
import org.tensorflow.ndarray.buffer.IntDataBuffer;
import org.tensorflow.ndarray.buffer.LongDataBuffer;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Any SavedModel, in TensorFlow's own runtime. */
final class LoadedModel implements AutoCloseable {
  /** What a variable of TensorFlow 1's kind gives is a reference. */
  private static final Set<DataType> NUMBERS =
      Set.of(DataType.DT_FLOAT, DataType.DT_FLOAT_REF, DataType.DT_DOUBLE, DataType.DT_DOUBLE_REF);

  private final SavedModelBundle bundle;

  private LoadedModel(SavedModelBundle bundle) {
    this.bundle = bundle;
  }

  /**
   * Loads a SavedModel.
   *
   * @throws IOException when TensorFlow cannot
   */
  static LoadedModel load(Path folder) throws IOException {
    NativeRuntime.prepare();
    try {
      return new LoadedModel(
          SavedModelBundle.load(folder.toString(), SavedModelBundle.DEFAULT_TAG));
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      throw new IOException(folder + ": cannot be loaded: " + firstLine(e), e);
    }
  }

  /** What a user may want to read of an error of TensorFlow's. */
  static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }

  /**
   * One output of a call.
   *
   * @param values all of them, row-major, with 1 for true; none where they are text or the like
   */
  record Output(List<Long> shape, Optional<double[]> values) {}

  /**
   * Calls a signature with these inputs, which it closes.
   *
   * @throws RuntimeException TensorFlow's own, when the call fails
   */
  Map<String, Output> call(String key, Map<String, Tensor> inputs) {
    Map<String, Output> outputs = new TreeMap<>();
    try (Result result = bundle.function(key).call(inputs)) {
      for (Map.Entry<String, Tensor> output : result) {
        List<Long> shape = new ArrayList<>();
        for (long size : output.getValue().shape().asArray()) {
          shape.add(size);
        }
        outputs.put(output.getKey(), new Output(shape, values(output.getValue())));
      }
    } finally {
      inputs.values().forEach(Tensor::close);
    }
    return outputs;
  }

  static double milliseconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  /** The milliseconds of a call with so many rows, without making up its inputs. */
  double time(String key, SignatureDef signature, int rows) {
    Map<String, Tensor> inputs = Probe.inputs(signature, 0, rows);
    try {
      long start = System.nanoTime();
      bundle.function(key).call(inputs).close();
      return milliseconds(start);
    } finally {
      inputs.values().forEach(Tensor::close);
    }
  }

  private static Optional<double[]> values(Tensor tensor) {
    double[] values = new double[Math.toIntExact(tensor.size())];
    if (tensor instanceof TFloat32 floats) {
      FloatDataBuffer data = floats.asRawTensor().data().asFloats();
      Arrays.setAll(values, data::getFloat);
    } else if (tensor instanceof TFloat64 doubles) {
      doubles.asRawTensor().data().asDoubles().read(values);
    } else if (tensor instanceof TInt32 integers) {
      IntDataBuffer data = integers.asRawTensor().data().asInts();
      Arrays.setAll(values, data::getInt);
    } else if (tensor instanceof TInt64 longs) {
      LongDataBuffer data = longs.asRawTensor().data().asLongs();
      Arrays.setAll(values, i -> (double) data.getLong(i));
    } else if (tensor instanceof TBool || tensor instanceof TUint8) {
      ByteDataBuffer data = tensor.asRawTensor().data();
      Arrays.setAll(values, i -> data.getByte(i) & 0xff);
    } else {
      return Optional.empty();
    }
    return Optional.of(values);
  }

  /** The variables, of TensorFlow 1's kind and of 2's, whose values are missing or no numbers. */
  List<String> variablesWithoutNumbers() {
    List<String> found = new ArrayList<>();
    bundle
        .graph()
        .operations()
        .forEachRemaining(
            operation -> {
              if (readsVariable(operation)) {
                problem(operation.name())
                    .ifPresent(text -> found.add(variable(operation) + ": " + text));
              }
            });
    return found;
  }

  private static boolean readsVariable(GraphOperation operation) {
    return (operation.type().equals("VariableV2") || operation.type().equals("ReadVariableOp"))
        && NUMBERS.contains(operation.output(0).dataType());
  }

  /** Its own name, or where it is read, that of what is read. */
  private static String variable(GraphOperation operation) {
    return operation.numInputs() == 0 ? operation.name() : operation.input(0).op().name();
  }

  private Optional<String> problem(String variable) {
    try (Result result = bundle.session().runner().fetch(variable).run()) {
      long wrong =
          values(result.get(0)).stream()
              .flatMapToDouble(Arrays::stream)
              .filter(value -> !Double.isFinite(value))
              .count();
      return wrong == 0
          ? Optional.empty()
          : Optional.of("%d of its values are NaN or infinite".formatted(wrong));
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      return Optional.of("cannot be read: " + firstLine(e));
    }
  }

  @Override
  public void close() {
    bundle.close();
  }
}
