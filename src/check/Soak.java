import io.github.vaegraph.Vae;
import io.github.vaegraph.VaeModel;
import io.github.vaegraph.client.CallLimits;
import io.github.vaegraph.client.ServedModel;
import io.github.vaegraph.client.ServingClient;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.source.Datasets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * An application that never ends: it builds, trains, interrupts, evaluates, exports, loads, closes
 * and asks models from several threads, calls a server that is not there, and is refused, round
 * after round. After each round it tells its resident memory, threads and open files, in which
 * nothing may grow.
 *
 * <p>{@code src/check/soak.sh 600} runs it for ten minutes.
 */
final class Soak {
  /** Rounds until what is loaded and compiled once has been. */
  private static final int WARM_UP = 10;

  /** Room for what the allocator and the garbage collector have not given back, in MiB. */
  private static final long ROOM = 64;

  /** Threads, with their files, that the JDK and gRPC keep for some seconds. */
  private static final long LINGERING = 8;

  private record Use(long megabytes, long threads, long files) {
    static Use now() throws IOException {
      System.gc();
      long pages =
          Long.parseLong(Files.readString(Path.of("/proc/self/statm")).strip().split(" ")[1]);
      return new Use(pages * 4096 >> 20, count("/proc/self/task"), count("/proc/self/fd"));
    }

    private static long count(String folder) throws IOException {
      try (Stream<Path> entries = Files.list(Path.of(folder))) {
        return entries.count();
      }
    }

    Use orMore(Use other) {
      return new Use(
          Math.max(megabytes, other.megabytes),
          Math.max(threads, other.threads),
          Math.max(files, other.files));
    }
  }

  public static void main(String[] args) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[0])).toNanos();
    Path work = Files.createTempDirectory("soak");
    List<Use> uses = new ArrayList<>();
    try {
      for (int round = 1; System.nanoTime() < end || uses.size() < 3 * WARM_UP; round++) {
        round(work.resolve("" + round), round);
        delete(work.resolve("" + round));
        uses.add(Use.now());
        System.out.println(round + " " + uses.get(uses.size() - 1));
      }
    } finally {
      delete(work);
    }
    // Of what follows the warm-up, the last half may not need more than the first.
    List<Use> warm = uses.subList(WARM_UP, uses.size());
    Use first = most(warm.subList(0, warm.size() / 2));
    Use last = most(warm.subList(warm.size() / 2, warm.size()));
    System.out.printf("%d rounds; first half at most %s, last %s%n", uses.size(), first, last);
    if (last.megabytes > first.megabytes + ROOM
        || last.threads > first.threads + LINGERING
        || last.files > first.files + 2 * LINGERING) {
      System.out.println("something grows");
      System.exit(1);
    }
  }

  private static Use most(List<Use> uses) {
    return uses.stream().reduce(Use::orMore).orElseThrow();
  }

  private static void round(Path folder, int round) throws Exception {
    Dataset data = Datasets.open(images(folder.resolve("images.npy"), round).toString());
    Path exported;
    try (Vae vae =
        Vae.builder(data)
            .hidden(32)
            .latentDim(2)
            .likelihood(round % 2 == 0 ? "bernoulli" : "gaussian:learned")
            .prior(round % 3 == 0 ? "mixture:3" : "normal")
            .progress(line -> {})
            .run(folder.resolve("run"))
            .build()) {
      vae.fit(1);
      Thread.currentThread().interrupt();
      expect(CancellationException.class, () -> vae.fit(1));
      Thread.interrupted();
      vae.evaluate(data.test(), 5);
      exported = vae.export(folder.resolve("models").resolve("soak"));
      expect(IOException.class, () -> Vae.resume(folder.resolve("missing")));
    }
    try (Vae vae = Vae.resume(folder.resolve("run"), data, line -> {})) {
      vae.fit(1);
    }
    for (int i = 0; i < 3; i++) {
      try (VaeModel model = VaeModel.load(exported)) {
        ask(model);
        expect(IllegalArgumentException.class, () -> model.decode(new float[][] {{1, 2, 3}}));
      }
    }
    expect(IOException.class, () -> VaeModel.load(folder));
    CallLimits impatient = new CallLimits(Duration.ofMillis(200), 0, 1 << 20, 64);
    ServedModel served = ServedModel.named("soak");
    expect(IOException.class, () -> ServingClient.rest(URI.create("http://127.0.0.1:1"), served, impatient));
    expect(IOException.class, () -> ServingClient.grpc("127.0.0.1:1", served, impatient));
  }

  /** Three hundred random images of 8x8. */
  private static Path images(Path file, long seed) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (300, 8, 8), }";
    byte[] pixels = new byte[300 * 64];
    new Random(seed).nextBytes(pixels);
    ByteArrayOutputStream npy = new ByteArrayOutputStream();
    npy.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
    npy.write("%-117s\n".formatted(header).getBytes(StandardCharsets.US_ASCII));
    npy.write(pixels);
    return Files.write(file, npy.toByteArray());
  }

  private static void ask(VaeModel model) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<float[][]>> asked = new ArrayList<>();
      for (long seed = 0; seed < 8; seed++) {
        long own = seed;
        asked.add(
            threads.submit(
                () -> {
                  model.generate(own, own + 1);
                  return model.decode(model.encode(new float[2][64]).mean());
                }));
      }
      for (Future<float[][]> answer : asked) {
        if (answer.get().length != 2) {
          throw new AssertionError("expected two images");
        }
      }
    } finally {
      threads.shutdown();
    }
  }

  private interface Refused {
    Object run() throws Exception;
  }

  private static void expect(Class<? extends Exception> refusal, Refused action) {
    try {
      action.run();
    } catch (Exception e) {
      if (refusal.isInstance(e)) {
        return;
      }
      throw new AssertionError(e);
    }
    throw new AssertionError("expected " + refusal);
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
