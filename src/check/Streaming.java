import com.sun.management.OperatingSystemMXBean;
import io.github.vaegraph.Vae;
import io.github.vaegraph.data.Batch;
import io.github.vaegraph.data.Batches;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;

/**
 * Tells how fast a folder of pictures streams: opened, an epoch of batches alone, and epochs of
 * trainings; for each the images a second and how busy the cores were. {@code src/check/streaming.sh
 * FOLDER} runs it.
 */
final class Streaming {
  private static final int BATCH = 100;
  private static final long MOST_MIB = 2000;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Streaming() {}

  private interface Work {
    void run() throws IOException;
  }

  public static void main(String[] args) throws IOException {
    DataOptions options =
        DataOptions.of(args[0])
            .withReading(
                ReadOptions.with().channels(3).crop(Crop.centre(148, 148)).resize(64, 64).build());
    Dataset[] opened = new Dataset[1];
    measure("opened", 0, () -> opened[0] = Datasets.open(options));
    Dataset data = opened[0];
    try (Batches batches = Batches.shuffled(data.train(), Binarization.NONE, BATCH, 0)) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        int number = epoch;
        measure("batches alone, epoch " + epoch, data.train().count(), () -> read(batches, number));
      }
    }
    for (int i = 1; i < args.length; i++) {
      String network = args[i];
      Vae[] built = new Vae[1];
      measure(network + ", built", all(data), () -> built[0] = vae(data, network));
      try (Vae vae = built[0]) {
        measure(network + ", an epoch and its validation", data.train().count(), () -> vae.fit(1));
      }
    }
    long peak = peak();
    System.out.printf(Locale.ROOT, "resident set at most %d MiB%n", peak);
    if (peak > MOST_MIB) {
      throw new IllegalStateException("expected at most " + MOST_MIB + " MiB");
    }
  }

  private static int all(Dataset data) {
    return data.train().count() + data.validation().count() + data.test().count();
  }

  private static Vae vae(Dataset data, String network) throws IOException {
    return Vae.builder(data)
        .network(network)
        .batchSize(BATCH)
        .progress(System.out::println)
        .build();
  }

  private static void read(Batches batches, int epoch) {
    Iterator<Batch> rest = batches.epoch(epoch, 0);
    while (rest.hasNext()) {
      rest.next();
    }
  }

  private static void measure(String what, int images, Work work) throws IOException {
    long start = System.nanoTime();
    long busy = SYSTEM.getProcessCpuTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    double cores = (SYSTEM.getProcessCpuTime() - busy) / 1e9 / seconds;
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f s, %.0f images/s, %.0f%% of %d cores%n",
        what,
        seconds,
        images / seconds,
        100 * cores / SYSTEM.getAvailableProcessors(),
        SYSTEM.getAvailableProcessors());
  }

  /** The most memory that was resident since the start, in MiB. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
