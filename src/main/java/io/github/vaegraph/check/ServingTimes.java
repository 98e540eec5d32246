package io.github.vaegraph.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;

/**
 * How long any SavedModels take to load and to answer, in TensorFlow's own runtime. Several are
 * measured in turn, call by call, so that what else the machine does meanwhile falls on all of them
 * alike, and loaded again each round: where its weights come to lie in memory makes a model faster
 * or slower.
 */
public final class ServingTimes {
  private static final int WARM_UP_CALLS = 20;
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
   * @param rounds how often each model is loaded, and called so many times
   * @param anything whether models are run, in this process, that are not known to be harmless
   * @return the models' times, in their order
   * @throws IOException when a model cannot be loaded
   * @throws IllegalArgumentException when one has a signature that no inputs can be made up for
   */
  public static List<Times> measure(
      List<Path> folders, List<Integer> rows, int rounds, boolean anything) throws IOException {
    List<Timed> models = new ArrayList<>();
    for (Path folder : folders) {
      MetaGraphDef graph = ModelCheck.servedGraph(folder);
      if (!anything) {
        HarmlessGraph.hold(folder, GraphContents.of(graph)); // it will run in this process
      }
      models.add(new Timed(folder, ModelCheck.signatures(graph)));
    }
    List<String> signatures = new ArrayList<>(models.get(0).signatures.keySet());
    models.forEach(model -> signatures.retainAll(model.signatures.keySet()));
    for (int round = 0; round < rounds; round++) {
      List<LoadedModel> loaded = new ArrayList<>();
      try {
        for (Timed model : models) {
          loaded.add(model.load());
        }
        for (String signature : signatures) {
          for (int count : rows) {
            round(models, loaded, new Case(signature, count));
          }
        }
      } finally {
        loaded.forEach(LoadedModel::close);
      }
    }
    return models.stream().map(model -> model.times(signatures, rows)).toList();
  }

  /** Calls that take turns one by one: a moment's noise falls on all models. */
  private static void round(List<Timed> models, List<LoadedModel> loaded, Case call) {
    for (int i = 0; i < WARM_UP_CALLS + CALLS_PER_ROUND; i++) {
      for (int k = 0; k < models.size(); k++) {
        int next = (i + k) % models.size(); // each is the first in some turns
        models.get(next).call(loaded.get(next), call, i >= WARM_UP_CALLS);
      }
    }
  }

  private record Case(String signature, int rows) {}

  /** What is known of a model, in milliseconds. */
  private static final class Timed {
    private final Path folder;
    private final Map<String, SignatureDef> signatures;
    private final List<Double> loads = new ArrayList<>();
    private final Map<Case, List<Double>> calls = new HashMap<>();

    Timed(Path folder, Map<String, SignatureDef> signatures) {
      this.folder = folder;
      this.signatures = signatures;
    }

    LoadedModel load() throws IOException {
      long start = System.nanoTime();
      LoadedModel loaded = LoadedModel.load(folder);
      loads.add(LoadedModel.milliseconds(start));
      return loaded;
    }

    void call(LoadedModel loaded, Case call, boolean counts) {
      SignatureDef signature = Objects.requireNonNull(signatures.get(call.signature));
      double time = loaded.time(call.signature, signature, call.rows);
      if (counts) {
        calls.computeIfAbsent(call, none -> new ArrayList<>()).add(time);
      }
    }

    Times times(List<String> keys, List<Integer> rows) {
      List<Call> medians = new ArrayList<>();
      for (String key : keys) {
        medians.add(
            new Call(
                key,
                rows.stream()
                    .map(count -> median(Objects.requireNonNull(calls.get(new Case(key, count)))))
                    .toList()));
      }
      return new Times(median(loads), medians);
    }
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }
}
