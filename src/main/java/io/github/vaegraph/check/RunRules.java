package io.github.vaegraph.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.tensorflow.Tensor;
import org.tensorflow.proto.SignatureDef;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.PredictionLogOuterClass.PredictionLog;

/** The rules that only a call can tell: every signature is called with inputs that are made up. */
final class RunRules {
  private static final int ROWS = 3;

  /** Layers may be wider than what a signature takes and returns: sums as long are allowed for. */
  private static final long FEWEST_TERMS = 1 << 11;

  private final LoadedModel model;
  private final Map<String, SignatureDef> signatures;

  RunRules(LoadedModel model, Map<String, SignatureDef> signatures) {
    this.model = model;
    this.signatures = new TreeMap<>(signatures);
  }

  /** The finding on the variables. */
  Finding weights() {
    return Finding.of(Rule.WEIGHTS, model.variablesWithoutNumbers());
  }

  /** The findings on results and rows. */
  List<Finding> findings() {
    List<String> results = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    List<String> untested = new ArrayList<>();
    List<String> uncompared = new ArrayList<>();
    signatures.forEach(
        (key, signature) -> {
          if (signature.getInputsCount() == 0) {
            untested.add(key + ": without inputs there is nothing to try");
            return;
          }
          try {
            Map<String, LoadedModel.Output> merged = call(key, signature, 0, ROWS);
            results.addAll(results(key, merged));
            rows.addAll(rows(key, signature, merged));
            uncompared.addAll(uncompared(key, merged));
          } catch (IllegalArgumentException e) {
            untested.add("%s: %s".formatted(key, LoadedModel.firstLine(e)));
          } catch (RuntimeException e) { // TensorFlow's own, which have no common class
            results.add("%s: the call fails: %s".formatted(key, LoadedModel.firstLine(e)));
          }
        });
    uncompared.addAll(untested);
    return List.of(finding(Rule.RESULTS, results, untested), finding(Rule.ROWS, rows, uncompared));
  }

  private Map<String, LoadedModel.Output> call(
      String key, SignatureDef signature, int from, int to) {
    return model.call(key, Probe.inputs(signature, from, to));
  }

  private static Finding finding(Rule rule, List<String> breaches, List<String> untested) {
    return breaches.isEmpty() && !untested.isEmpty()
        ? Finding.untested(rule, untested)
        : Finding.of(rule, breaches);
  }

  private static List<String> results(String key, Map<String, LoadedModel.Output> outputs) {
    List<String> breaches = new ArrayList<>();
    outputs.forEach(
        (name, output) -> {
          if (!hasRows(output, ROWS)) {
            breaches.add(
                "%s: %d rows in, output %s comes out as %s"
                    .formatted(key, ROWS, name, output.shape()));
          }
          if (numbers(output).anyMatch(value -> !Double.isFinite(value))) {
            breaches.add("%s: output %s holds NaN or infinity".formatted(key, name));
          }
        });
    return breaches;
  }

  private static DoubleStream numbers(LoadedModel.Output output) {
    return output.values().stream().flatMapToDouble(Arrays::stream);
  }

  private static List<String> uncompared(String key, Map<String, LoadedModel.Output> outputs) {
    return outputs.entrySet().stream()
        .filter(output -> output.getValue().values().isEmpty())
        .map(output -> "%s: output %s holds no numbers to compare".formatted(key, output.getKey()))
        .toList();
  }

  private static boolean hasRows(LoadedModel.Output output, int rows) {
    return !output.shape().isEmpty() && output.shape().get(0) == rows;
  }

  private List<String> rows(
      String key, SignatureDef signature, Map<String, LoadedModel.Output> merged) {
    Rounding rounding = rounding(signature, merged);
    List<String> breaches = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (Map.Entry<String, LoadedModel.Output> output :
          call(key, signature, row, row + 1).entrySet()) {
        LoadedModel.Output all = merged.get(output.getKey());
        if (all == null || !hasRows(all, ROWS) || !hasRows(output.getValue(), 1)) {
          continue; // the results tell
        }
        double[] alone = numbers(output.getValue()).toArray();
        double allowed = rounding.allowed(Arrays.stream(alone));
        double difference = difference(numbers(all).toArray(), row, alone);
        if (difference > allowed) {
          breaches.add(
              "%s: output %s of row %d differs by %.2g from that of a call of its own, rounding explains %.2g"
                  .formatted(key, output.getKey(), row, difference, allowed));
        }
      }
    }
    return breaches;
  }

  /** Kernels add up in another order for another number of rows, as many terms as a row has. */
  private static Rounding rounding(
      SignatureDef signature, Map<String, LoadedModel.Output> outputs) {
    LongStream in = signature.getInputsMap().values().stream().mapToLong(TensorInfos::rowSize);
    LongStream out = outputs.values().stream().mapToLong(output -> numbers(output).count() / ROWS);
    return new Rounding(LongStream.concat(in, out).reduce(FEWEST_TERMS, Math::max));
  }

  /** The largest difference; where both are NaN there is none. */
  private static double difference(double[] all, int row, double[] alone) {
    double largest = 0;
    for (int i = 0; i < alone.length; i++) {
      double merged = all[row * alone.length + i];
      if (Double.compare(merged, alone[i]) != 0) {
        double difference = Math.abs(merged - alone[i]);
        largest = Math.max(largest, Double.isNaN(difference) ? Double.MAX_VALUE : difference);
      }
    }
    return largest;
  }

  /** Replays the warm-up file, if there is one. */
  Finding warmUp(Path folder) {
    Path file = folder.resolve(WarmUp.FILE);
    if (!Files.exists(file)) {
      return Finding.untested(Rule.WARM_UP, List.of("there is no " + WarmUp.FILE));
    }
    List<String> breaches = new ArrayList<>();
    List<String> untested = new ArrayList<>();
    try {
      int number = 0;
      for (PredictionLog log : WarmUp.read(file)) {
        String record = "record %d, ".formatted(++number);
        if (!log.hasPredictLog()) {
          untested.add(record + log.getLogTypeCase() + ": only predict requests are replayed");
          continue;
        }
        PredictRequest request = log.getPredictLog().getRequest();
        List<String> unfit = WarmUp.breaches(request, signatures);
        unfit.forEach(breach -> breaches.add(record + breach));
        if (unfit.isEmpty()) {
          replay(request, record, breaches, untested);
        }
      }
    } catch (IOException e) {
      breaches.add(String.valueOf(e.getMessage()));
    }
    return finding(Rule.WARM_UP, breaches, untested);
  }

  private void replay(
      PredictRequest request, String record, List<String> breaches, List<String> untested) {
    Map<String, Tensor> inputs;
    try {
      inputs = RequestTensors.of(request);
    } catch (IllegalArgumentException e) {
      untested.add(record + e.getMessage());
      return;
    }
    try {
      model.call(WarmUp.key(request), inputs);
    } catch (RuntimeException e) { // TensorFlow's own, which have no common class
      breaches.add(record + "the call fails: " + LoadedModel.firstLine(e));
    }
  }
}
