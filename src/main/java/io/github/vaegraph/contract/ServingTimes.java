package io.github.vaegraph.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.SignatureDef;

/** How long any SavedModel takes to load and to answer, in TensorFlow's own runtime. */
public final class ServingTimes {
  private static final int LOADS = 5;
  private static final int WARM_UP_CALLS = 20;

  private ServingTimes() {}

  /**
   * The times of a model, each the median of several.
   *
   * @param load milliseconds to load it
   * @param calls milliseconds of a call by signature, one for each number of rows
   */
  public record Times(double load, Map<String, List<Double>> calls) {}

  /**
   * Loads a model and calls each of its signatures.
   *
   * @param rows numbers of rows to call with
   * @param repetitions calls that are timed for each number of rows
   * @throws IOException when the model cannot be loaded
   * @throws IllegalArgumentException when it has a signature that no inputs can be made up for
   */
  public static Times measure(Path folder, List<Integer> rows, int repetitions) throws IOException {
    double[] loads = new double[LOADS];
    for (int i = 0; i < LOADS; i++) {
      long start = System.nanoTime();
      LoadedModel model = LoadedModel.load(folder);
      loads[i] = milliseconds(start);
      model.close();
    }
    Map<String, List<Double>> calls = new LinkedHashMap<>();
    Map<String, SignatureDef> signatures = ModelCheck.signatures(ModelCheck.servedGraph(folder));
    try (LoadedModel model = LoadedModel.load(folder)) {
      for (Map.Entry<String, SignatureDef> signature : signatures.entrySet()) {
        List<Double> medians = new ArrayList<>();
        for (int count : rows) {
          double[] times = new double[repetitions];
          for (int i = -WARM_UP_CALLS; i < repetitions; i++) {
            double time = model.time(signature.getKey(), signature.getValue(), count);
            if (i >= 0) {
              times[i] = time;
            }
          }
          medians.add(median(times));
        }
        calls.put(signature.getKey(), medians);
      }
    }
    return new Times(median(loads), calls);
  }

  static double milliseconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
