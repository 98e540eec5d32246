package io.github.vaegraph.contract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tensorflow.proto.SignatureDef;

/**
 * How long any SavedModels take to load and to answer, in TensorFlow's own runtime. Several are
 * measured in turn, so that what else the machine does meanwhile falls on all of them alike.
 */
public final class ServingTimes {
  private static final int LOADS = 5;
  private static final int ROUNDS = 10;
  private static final int WARM_UP_CALLS = 5;
  private static final int CALLS_PER_ROUND = 20;

  private ServingTimes() {}

  /**
   * The times of a model, each the median of several.
   *
   * @param load milliseconds to load it
   * @param calls of its signatures
   */
  public record Times(double load, List<Call> calls) {}

  /**
   * The times of a signature.
   *
   * @param milliseconds of a call, for each number of rows
   */
  public record Call(String signature, List<Double> milliseconds) {}

  /**
   * Loads models and calls each signature that all of them have.
   *
   * @param folders where the models lie
   * @param rows numbers of rows to call with
   * @return the models' times, in their order
   * @throws IOException when a model cannot be loaded
   * @throws IllegalArgumentException when one has a signature that no inputs can be made up for
   */
  public static List<Times> measure(List<Path> folders, List<Integer> rows) throws IOException {
    double[][] loads = new double[folders.size()][LOADS];
    for (int i = 0; i < LOADS; i++) {
      for (int model = 0; model < folders.size(); model++) {
        long start = System.nanoTime();
        LoadedModel loaded = LoadedModel.load(folders.get(model));
        loads[model][i] = milliseconds(start);
        loaded.close();
      }
    }
    List<Times> times = new ArrayList<>();
    for (double[] load : loads) {
      times.add(new Times(median(load), new ArrayList<>()));
    }
    List<Served> models = new ArrayList<>();
    try {
      for (Path folder : folders) {
        models.add(Served.load(folder));
      }
      for (String signature : common(models)) {
        times.forEach(model -> model.calls().add(new Call(signature, new ArrayList<>())));
        for (int count : rows) {
          double[] medians = inTurn(models, signature, count);
          for (int i = 0; i < medians.length; i++) {
            List<Call> calls = times.get(i).calls();
            calls.get(calls.size() - 1).milliseconds().add(medians[i]);
          }
        }
      }
    } finally {
      models.forEach(model -> model.loaded.close());
    }
    return times;
  }

  /** A model ready to be called. */
  private record Served(LoadedModel loaded, Map<String, SignatureDef> signatures) {
    static Served load(Path folder) throws IOException {
      return new Served(
          LoadedModel.load(folder), ModelCheck.signatures(ModelCheck.servedGraph(folder)));
    }
  }

  private static List<String> common(List<Served> models) {
    List<String> keys = new ArrayList<>(models.get(0).signatures.keySet());
    for (Served model : models) {
      keys.retainAll(Set.copyOf(model.signatures.keySet()));
    }
    return keys;
  }

  /** The milliseconds of a call of each model's. */
  private static double[] inTurn(List<Served> models, String key, int rows) {
    double[][] times = new double[models.size()][ROUNDS * CALLS_PER_ROUND];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < times.length; i++) {
        Served model = models.get(i);
        SignatureDef signature = Objects.requireNonNull(model.signatures.get(key));
        for (int call = -WARM_UP_CALLS; call < CALLS_PER_ROUND; call++) {
          double time = model.loaded.time(key, signature, rows);
          if (call >= 0) {
            times[i][round * CALLS_PER_ROUND + call] = time;
          }
        }
      }
    }
    return Arrays.stream(times).mapToDouble(ServingTimes::median).toArray();
  }

  static double milliseconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private static double median(double[] times) {
    Arrays.sort(times);
    return times[times.length / 2];
  }
}
