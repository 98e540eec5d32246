package io.github.vaegraph.cli;

import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.model.GraphOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.NodeTime;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.train.ModelTexts;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** {@code vae benchmark}: the training step's time on a named net. */
final class BenchmarkCommand extends Command {
  /** Options that change the net, by what a configuration calls them. */
  private static final Map<String, String> CHOICES =
      Map.of(
          "prior",
          "prior",
          "posterior",
          "posterior",
          "likelihood",
          "likelihood",
          "latent-dim",
          "latentDim");

  private static final float LEARNING_RATE = 1e-3f;
  private static final int WARM_UP_STEPS = 100;
  private static final int TRACED_STEPS = 50;

  BenchmarkCommand() {
    super(
        "benchmark",
        NO_OPERANDS,
        "time the training step on a named net",
        "vae benchmark --net mlp --data mnist --batch-size 100");
  }

  @Override
  void addOptions(Options options) {
    Arguments.add(
        options,
        "net",
        "NAME",
        "mlp: 784-400-20, ReLU; iwae: 784-200-200-50, tanh; conv: conv:32,64, ReLU;"
            + " resnet: resnet:16,32,64/2, ELU; ladder: ladder:32,64, ELU, a map and 20; each with the"
            + " data's image size (default: mlp)");
    DataArguments.add(options, "digits");
    Arguments.add(options, "batch-size", "N", "images a step (default: 100)");
    Arguments.add(options, "train-samples", "K", "codes drawn for each image (default: 1)");
    Arguments.add(
        options, "objective", "NAME", "what is maximized (default: elbo, with several codes iwae)");
    CHOICES.keySet().stream()
        .sorted()
        .forEach(
            name ->
                Arguments.add(options, name, "NAME", "as vae train takes it (default: the net's)"));
    Arguments.add(options, "steps", "N", "steps a repetition (default: 1000)");
    Arguments.add(
        options,
        "repetitions",
        "N",
        "lines to print, after a warm-up (default: 3); with --serving: how often to load and measure"
            + " (default: 10)");
    Arguments.add(
        options, "towers", "auto|N", "slices of a batch worked on at once (default: auto)");
    Arguments.flag(
        options,
        "turns",
        "begin each repetition when a line comes on standard input, to be measured in turn with"
            + " others");
    Arguments.flag(
        options, "trace", "print the time by kind of node, from TensorFlow's step statistics");
    Arguments.add(
        options,
        "serving",
        "MODEL",
        "time an exported model of any program instead: loading it, and calling each signature");
    Arguments.add(
        options,
        "beside",
        "MODEL",
        "with --serving: another exported model, timed in turn; ratios below 1 say that the first"
            + " is faster");
    Arguments.flag(
        options,
        "run",
        "with --serving: run models although they may do more than compute; they may touch all files"
            + " that you may");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    if (arguments.has("serving")) {
      arguments.refuse(
          "about an exported model",
          name -> !Set.of("serving", "beside", "repetitions", "run").contains(name));
      ServingBenchmark.run(
          arguments.path("serving").orElseThrow(),
          arguments.path("beside"),
          positive(arguments, "repetitions", 10),
          arguments.has("run"),
          console);
      return;
    }
    if (arguments.has("beside")) {
      throw new IllegalArgumentException("--beside: expected --serving MODEL to measure beside it");
    }
    if (arguments.has("run")) {
      throw new IllegalArgumentException("--run: expected --serving MODEL to run");
    }
    if (arguments.has("trace")) {
      arguments.refuse(
          "about --trace", name -> Set.of("steps", "repetitions", "turns").contains(name));
    }
    String net = arguments.text("net").orElse("mlp");
    int steps = positive(arguments, "steps", 1000);
    int repetitions = positive(arguments, "repetitions", 3);
    int samples = positive(arguments, "train-samples", 1);
    String objective = arguments.text("objective").orElse(samples == 1 ? "elbo" : "iwae");
    Map<String, String> choices = new HashMap<>(Map.of("objective", objective));
    CHOICES.forEach((name, key) -> arguments.text(name).ifPresent(text -> choices.put(key, text)));
    model(net, new ImageShape(1, 1, 1), choices);
    Dataset data = Datasets.open(DataArguments.read(arguments, "digits"));
    ModelConfig model = model(net, data.shape(), choices);
    int batchSize = positive(arguments, "batch-size", 100);
    int towers = TrainingArguments.towers(arguments, batchSize, samples);
    GraphOptions options =
        new GraphOptions(
            towers,
            1,
            Optional.of(
                new GraphOptions.Training(
                    0,
                    batchSize,
                    samples,
                    Optional.empty(),
                    data.train().count(),
                    DatasetSummary.of(data).mean())));
    try (VaeSession session = VaeSession.initialized(model, options);
        Batches batches = Batches.shuffled(data.train(), Binarization.DYNAMIC, batchSize, 0)) {
      Steps training = new Steps(session, batches);
      training.take(WARM_UP_STEPS);
      if (arguments.has("trace")) {
        trace(training, console);
        return;
      }
      boolean turns = arguments.has("turns");
      for (int i = 0; i < repetitions && (!turns || lineComes()); i++) {
        long before = training.images();
        long start = System.nanoTime();
        float loss = training.take(steps);
        double seconds = (System.nanoTime() - start) / 1e9;
        console.print(
            "vaegraph-%s%s batch=%d k=%d step_ms=%.3f img_s=%.0f loss=%.2f"
                .formatted(
                    net,
                    chosen(arguments),
                    batchSize,
                    samples,
                    1e3 * seconds / steps,
                    (training.images() - before) / seconds,
                    loss));
      }
    }
  }

  /** The choices that were named, for the lines that are printed. */
  private static String chosen(Arguments arguments) {
    return Stream.concat(Stream.of("objective"), CHOICES.keySet().stream().sorted())
        .flatMap(name -> arguments.text(name).map(text -> " " + name + "=" + text).stream())
        .collect(Collectors.joining());
  }

  /** Waits for a line on standard input; false at its end. */
  private static boolean lineComes() throws IOException {
    int character;
    do {
      character = System.in.read();
    } while (character >= 0 && character != '\n');
    return character >= 0;
  }

  private static int positive(Arguments arguments, String option, int defaultValue) {
    int value = arguments.integer(option).orElse(defaultValue);
    if (value < 1) {
      throw new IllegalArgumentException(
          "--%s: expected at least 1, found %d".formatted(option, value));
    }
    return value;
  }

  private static ModelConfig model(String net, ImageShape shape, Map<String, String> choices) {
    Map<String, String> parts =
        switch (net) {
          case "mlp" -> Map.of();
          case "iwae" -> Map.of("network", "mlp:200,200", "activation", "tanh", "latentDim", "50");
          case "conv" -> Map.of("network", "conv:32,64", "activation", "relu");
          case "resnet" -> Map.of("network", "resnet:16,32,64/2");
          case "ladder" -> Map.of("network", "ladder:32,64");
          default ->
              throw new IllegalArgumentException(
                  "--net: expected mlp, iwae, conv, resnet or ladder, found " + net);
        };
    Map<String, String> texts = new HashMap<>(parts);
    texts.putAll(choices);
    return ModelTexts.read(shape, texts);
  }

  private static void trace(Steps training, Console console) {
    Map<String, double[]> byOp = new TreeMap<>();
    double span = 0;
    for (int i = 0; i < TRACED_STEPS; i++) {
      List<NodeTime> nodes = training.traced();
      for (NodeTime node : nodes) {
        double[] sums = byOp.computeIfAbsent(node.op(), op -> new double[2]);
        sums[0] += node.micros();
        sums[1]++;
      }
      span += nodes.stream().mapToDouble(n -> n.startMicros() + n.micros()).max().orElse(0);
    }
    double total = byOp.values().stream().mapToDouble(sums -> sums[0]).sum();
    console.print("%9s %6s %6s  %s".formatted("us/step", "share", "nodes", "op"));
    byOp.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0]))
        .forEach(
            entry ->
                console.print(
                    "%9.1f %5.1f%% %6.0f  %s"
                        .formatted(
                            entry.getValue()[0] / TRACED_STEPS,
                            100 * entry.getValue()[0] / total,
                            entry.getValue()[1] / TRACED_STEPS,
                            entry.getKey())));
    console.print(
        "%9.1f of kernel time in a step of %.1f us, %d steps traced"
            .formatted(total / TRACED_STEPS, span / TRACED_STEPS, TRACED_STEPS));
  }

  /** Steps of training that go on through the epochs. */
  private static final class Steps {
    private final VaeSession session;
    private final Batches batches;
    private Iterator<Batch> epoch;
    private long epochs;
    private long step;
    private long images;

    Steps(VaeSession session, Batches batches) {
      this.session = session;
      this.batches = batches;
      this.epoch = batches.epoch(0, 0);
    }

    /** Trains for so many steps and returns the last one's loss. */
    float take(int steps) {
      for (int i = 0; i < steps - 1; i++) {
        session.step(new Step(batch(), 0, step++, LEARNING_RATE, 1));
      }
      return session.measuredStep(new Step(batch(), 0, step++, LEARNING_RATE, 1)).loss();
    }

    /** Trained on so far; an epoch's last batch may be smaller than the others. */
    long images() {
      return images;
    }

    List<NodeTime> traced() {
      return session.tracedStep(new Step(batch(), 0, step++, LEARNING_RATE, 1));
    }

    private Batch batch() {
      if (!epoch.hasNext()) {
        epoch = batches.epoch(++epochs, 0);
      }
      Batch batch = epoch.next();
      images += batch.count();
      return batch;
    }
  }
}
