package io.github.vaegraph;

import io.github.vaegraph.check.GraphContents;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.io.Checksums;
import io.github.vaegraph.run.Completion;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.source.Datasets;
import io.github.vaegraph.source.file.NpyRows;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hands any bytes to one of the parsers, or to all of them, as a file: they are read, or refused in
 * one line. A target of Jazzer, which {@code src/check/fuzz.sh} starts.
 */
public final class ParserFuzz {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final long LIMIT_NANOS = 2_000_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** The parsers that read each input, each with a folder of its own. */
  private static final Map<Parser, Path> CHOSEN = new EnumMap<>(Parser.class);

  private ParserFuzz() {}

  /** A parser, by what is damaged. */
  enum Parser {
    IDX("train-images-idx3-ubyte"),
    LABELS("train-labels-idx1-ubyte"),
    GZIP("train-images-idx3-ubyte.gz"),
    AMAT("data.amat"),
    CSV("data.csv"),
    NPY("data.npy"),
    NPZ("data.npz"),
    CODES("codes.npy"),
    PICTURE("picture.png"),
    CONFIG("config.json"),
    EVALUATION("evaluation.json"),
    METRICS("metrics.jsonl"),
    STATE("state.json"),
    COMPLETION("completion.json"),
    CHECKSUMS("SHA256SUMS"),
    GRAPH("saved_model.pb");

    private final String file;

    Parser(String file) {
      this.file = file;
    }

    /** The inputs that fuzzing starts from, those that are {@code sound} and others. */
    List<Path> seeds() throws IOException {
      try (Stream<Path> files = Files.list(SEEDS.resolve(name().toLowerCase(Locale.ROOT)))) {
        return files.sorted().toList();
      }
    }

    /**
     * Reads these bytes out of a file in this folder.
     *
     * @throws IOException or an IllegalArgumentException when they are refused
     */
    void read(Path folder, byte[] bytes) throws IOException {
      Path written = Files.write(folder.resolve(file), bytes);
      switch (this) {
        case IDX, GZIP, AMAT, NPY, NPZ -> Datasets.openAll(DataOptions.of(written.toString()));
        case CSV -> {
          boolean labels = bytes.length % 2 == 1;
          Datasets.openAll(csv(written, labels ? LabelColumn.LAST : LabelColumn.NONE));
        }
        case LABELS -> {
          byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 8};
          Files.write(folder.resolve(IDX.file), images);
          Datasets.openAll(DataOptions.of(folder.toString()));
        }
        case CODES -> NpyRows.read(written);
        case PICTURE -> Datasets.openAll(DataOptions.of(folder.toString()));
        case CONFIG -> Json.read(written, RunConfig.class);
        case EVALUATION -> Json.read(written, Evaluation.class);
        case METRICS -> {
          Files.write(folder.resolve(CONFIG.file), new byte[0]);
          RunDirectory.open(folder).metrics();
        }
        case STATE -> Json.read(written, TrainingState.class);
        case COMPLETION -> Json.read(written, Completion.class);
        case CHECKSUMS -> {
          Files.write(folder.resolve(CONFIG.file), new byte[0]);
          Path checkpoint = folder.resolve("checkpoints").resolve("step-000000001");
          Files.createDirectories(checkpoint);
          Files.write(checkpoint.resolve(STATE.file), new byte[0]);
          Files.write(checkpoint.resolve(file), bytes);
          Optional<String> problem = Checksums.problem(checkpoint, "checkpoint");
          if (problem.isPresent()) {
            throw new IOException(problem.get());
          }
        }
        case GRAPH -> {
          ModelCheck.signatures(ModelCheck.servedGraph(folder));
          GraphContents.of(ModelCheck.servedGraph(folder));
        }
      }
    }

    private static DataOptions csv(Path file, LabelColumn labels) {
      return DataOptions.of(file.toString())
          .withReading(ReadOptions.with().labelColumn(labels).build());
    }

    /**
     * Reads bytes that may be anything; whatever else than a refusal comes out is an error, and so
     * are two seconds of computing: not of the clock's, which go by on a busy machine as well.
     */
    void readAny(Path folder, byte[] bytes) {
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        read(folder, bytes);
      } catch (IOException | IllegalArgumentException e) {
        // Its subclasses, a NumberFormatException for one, are nobody's words to a user.
        boolean refusal =
            e instanceof IOException || e.getClass() == IllegalArgumentException.class;
        boolean full = e.getCause() instanceof OutOfMemoryError;
        if (full || !refusal || e.getMessage() == null || e.getMessage().lines().count() != 1) {
          throw new AssertionError(this + ": not a refusal in one line", e);
        }
      }
      long nanos = THREADS.getCurrentThreadCpuTime() - start;
      if (nanos > LIMIT_NANOS) {
        throw new AssertionError("%s: took %.1f s".formatted(this, nanos / 1e9));
      }
    }
  }

  /** Called by Jazzer before the first input, with a parser's name, or {@code all}. */
  public static void fuzzerInitialize(String[] arguments) throws IOException {
    String name = arguments[0].toUpperCase(Locale.ROOT);
    Path place = Files.createTempDirectory("fuzz-" + arguments[0]);
    for (Parser parser :
        name.equals("ALL") ? Parser.values() : new Parser[] {Parser.valueOf(name)}) {
      Path folder = Files.createDirectory(place.resolve(parser.name()));
      // Instrumenting its classes takes longer than an input may: they are loaded beforehand.
      for (Path seed : parser.seeds()) {
        try {
          parser.read(folder, Files.readAllBytes(seed));
        } catch (IOException | IllegalArgumentException e) {
          // a damaged seed, refused as it should be
        }
      }
      CHOSEN.put(parser, folder);
    }
  }

  /** Called by Jazzer for each input. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    if (CHOSEN.isEmpty()) {
      throw new IllegalStateException("no parser was chosen");
    }
    CHOSEN.forEach((parser, folder) -> parser.readAny(folder, bytes));
  }
}
