import io.github.vaegraph.Vae;
import io.github.vaegraph.VaeBuilder;
import io.github.vaegraph.VaeModel;
import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objectives;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every pair of choices, in as few models as go together: each is trained, closed and trained on,
 * and has to come to the bytes of one that was not closed; then it is evaluated, exported and
 * loaded. What does not go together has to be refused in one line.
 *
 * <p>{@code src/check/combinations.sh} runs it.
 */
final class Combinations {
  /** A kind of choice, with what is tried of it; the first is what the others are tried beside. */
  private record Factor(String name, List<String> values, BiConsumer<VaeBuilder, String> set) {}

  private static final String PLAIN = "1.0";

  /** Latent dimensions that a ladder's maps of 3x3 and of 2x2 can have. */
  private static final String LAYERS = "36,2";

  private static final List<Factor> FACTORS =
      List.of(
          new Factor("network", Architectures.CHOICE.examples(), VaeBuilder::network),
          new Factor("likelihood", oneOfEach(Likelihoods.CHOICE), VaeBuilder::likelihood),
          new Factor("objective", objectives(), VaeBuilder::objective),
          new Factor("prior", Priors.CHOICE.examples(), VaeBuilder::prior),
          new Factor("posterior", Posteriors.CHOICE.examples(), VaeBuilder::posterior),
          new Factor("binarization", Binarization.CHOICE.examples(), VaeBuilder::binarization),
          new Factor("latentDim", List.of("2", "3,2", LAYERS), Combinations::latentDim),
          new Factor("conditional", List.of("no", "yes"), Combinations::conditional),
          new Factor("towers", List.of("1", "2"), (b, n) -> b.towers(Integer.parseInt(n))),
          new Factor("samples", List.of("1", "2"), Combinations::samples),
          new Factor("beta", List.of(PLAIN, "ramp:0.5,2"), Combinations::beta));

  private static <T extends io.github.vaegraph.choice.Named> List<String> oneOfEach(
      Choice<T> choice) {
    return choice.options().stream()
        .map(option -> option.examples().get(option.examples().size() - 1))
        .toList();
  }

  /** From Java, a course that takes all epochs has to be told how many. */
  private static List<String> objectives() {
    return Objectives.CHOICE.examples().stream()
        .map(text -> text.matches("capacity:[^,]*") ? text + ",2" : text)
        .distinct()
        .toList();
  }

  private static void latentDim(VaeBuilder builder, String text) {
    int[] dims = Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
    builder.latentDim(dims[0], Arrays.copyOfRange(dims, 1, dims.length));
  }

  private static void beta(VaeBuilder builder, String text) {
    if (!text.equals(PLAIN)) { // which is refused where there is no rate, if it is named
      builder.beta(text);
    }
  }

  private static void samples(VaeBuilder builder, String text) {
    if (!text.equals("1")) { // which a plain autoencoder refuses as well
      builder.trainSamples(Integer.parseInt(text));
    }
  }

  private static void conditional(VaeBuilder builder, String text) {
    if (text.equals("yes")) {
      builder.conditional();
    }
  }

  /** Two values, each by its factor's and its own number. */
  private record Pair(int factor, int value, int other, int otherValue) {
    boolean in(int[] row) {
      return row[factor] == value && row[other] == otherValue;
    }

    boolean about(int some) {
      return factor == some || other == some;
    }

    boolean fits(int[] row) {
      return (row[factor] < 0 || row[factor] == value)
          && (row[other] < 0 || row[other] == otherValue);
    }

    String text() {
      return "%s %s, %s %s"
          .formatted(
              FACTORS.get(factor).name(),
              FACTORS.get(factor).values().get(value),
              FACTORS.get(other).name(),
              FACTORS.get(other).values().get(otherValue));
    }
  }

  private static final Comparator<Pair> ORDER =
      Comparator.comparing(Pair::factor)
          .thenComparing(Pair::value)
          .thenComparing(Pair::other)
          .thenComparing(Pair::otherValue);

  private final Path work;
  private final Dataset data;
  private final Set<Pair> left = new HashSet<>();
  private final Map<Pair, String> refused = new LinkedHashMap<>();
  private int trained;

  private Combinations(Path work) throws IOException {
    this.work = work;
    this.data = Datasets.open(images(work.resolve("data")).toString());
    for (int i = 0; i < FACTORS.size(); i++) {
      for (int j = i + 1; j < FACTORS.size(); j++) {
        for (int a = 0; a < FACTORS.get(i).values().size(); a++) {
          for (int b = 0; b < FACTORS.get(j).values().size(); b++) {
            left.add(new Pair(i, a, j, b));
          }
        }
      }
    }
  }

  public static void main(String[] args) throws Exception {
    Path work = Files.createTempDirectory("combinations");
    try {
      new Combinations(work).run();
    } finally {
      delete(work);
    }
  }

  private void run() throws IOException {
    System.out.println(left.size() + " pairs");
    while (!left.isEmpty()) {
      int[] row = row();
      String text = text(row);
      try {
        tryOut(row);
        left.removeIf(pair -> pair.in(row));
        trained++;
        System.out.println(trained + " (" + left.size() + " pairs left): " + text);
      } catch (IllegalArgumentException e) {
        refused(row, text, e);
      }
    }
    System.out.println("\n" + refused.size() + " pairs are refused:");
    refused.forEach((pair, why) -> System.out.println("  " + pair.text() + ": " + why));
    System.out.println("\n" + trained + " models, each resumed to the same bytes and exported");
  }

  /** A row that has a pair which is left, and of others as many as can be found one by one. */
  private int[] row() {
    Pair first = left.stream().min(ORDER).orElseThrow();
    int[] row = new int[FACTORS.size()];
    Arrays.fill(row, -1);
    row[first.factor()] = first.value();
    row[first.other()] = first.otherValue();
    if (!filled(row, 0)) {
      throw new AssertionError(first.text() + ": goes with no choice of the others");
    }
    return row;
  }

  private boolean filled(int[] row, int factor) {
    if (factor == row.length) {
      return true;
    }
    if (row[factor] >= 0) {
      return filled(row, factor + 1);
    }
    List<Integer> values =
        IntStream.range(0, FACTORS.get(factor).values().size())
            .boxed()
            .sorted(Comparator.comparing((Integer value) -> -gained(row, factor, value)))
            .toList();
    for (int value : values) {
      row[factor] = value;
      if (refused.keySet().stream().noneMatch(pair -> pair.in(row)) && filled(row, factor + 1)) {
        return true;
      }
    }
    row[factor] = -1;
    return false;
  }

  /** How many of the pairs that are left a value would be part of. */
  private long gained(int[] row, int factor, int value) {
    int[] with = row.clone();
    with[factor] = value;
    return left.stream().filter(pair -> pair.about(factor) && pair.fits(with)).count();
  }

  /** Finds the two that do not go together: refused alone as well. */
  private void refused(int[] row, String text, IllegalArgumentException why) throws IOException {
    String message = String.valueOf(why.getMessage());
    if (why.getClass() != IllegalArgumentException.class || message.lines().count() != 1) {
      throw new AssertionError(text, why);
    }
    boolean found = false;
    for (Pair pair : all(row)) {
      int[] alone = new int[row.length];
      alone[pair.factor()] = pair.value();
      alone[pair.other()] = pair.otherValue();
      if (!pair.about(index("latentDim"))) {
        alone[index("latentDim")] = usualLayers(alone);
      }
      try {
        builder(alone, work.resolve("alone")).build().close();
      } catch (IllegalArgumentException e) {
        found = true;
        refused.put(pair, String.valueOf(e.getMessage()));
        left.remove(pair);
        System.out.println("  refused: " + pair.text() + ": " + e.getMessage());
      } finally {
        delete(work.resolve("alone"));
      }
      if (found) {
        return;
      }
    }
    throw new AssertionError(text + ": refused, but no two of it are: " + message, why);
  }

  /** Where nothing is wanted of the layers: one, or several for the network that wants them. */
  private static int usualLayers(int[] row) {
    Factor network = FACTORS.get(index("network"));
    return network.values().get(row[index("network")]).startsWith("ladder")
        ? FACTORS.get(index("latentDim")).values().indexOf(LAYERS)
        : 0;
  }

  private static int index(String factor) {
    return FACTORS.stream().map(Factor::name).toList().indexOf(factor);
  }

  private static List<Pair> all(int[] row) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      for (int j = i + 1; j < row.length; j++) {
        pairs.add(new Pair(i, row[i], j, row[j]));
      }
    }
    return pairs;
  }

  private VaeBuilder builder(int[] row, Path run) {
    VaeBuilder builder =
        Vae.builder(data).batchSize(16).progress(line -> {}).run(run);
    for (int i = 0; i < row.length; i++) {
      FACTORS.get(i).set().accept(builder, FACTORS.get(i).values().get(row[i]));
    }
    return builder;
  }

  private void tryOut(int[] row) throws IOException {
    Path whole = work.resolve("whole");
    Path parted = work.resolve("parted");
    Path models = work.resolve("models");
    try {
      byte[] expected;
      try (Vae vae = builder(row, whole).build()) {
        vae.fit(1);
        vae.fit(1);
        vae.evaluate(data.test(), 3);
        expected = weights(vae.export(models.resolve("whole")));
      }
      try (Vae vae = builder(row, parted).build()) {
        vae.fit(1);
      }
      try (Vae vae = Vae.resume(parted, data, line -> {})) {
        vae.fit(1);
        vae.evaluate(data.test(), 3);
        Path exported = vae.export(models.resolve("parted"));
        if (!Arrays.equals(expected, weights(exported))) {
          throw new AssertionError(text(row) + ": other weights after it was resumed");
        }
        try (VaeModel model = VaeModel.load(exported)) {
          if (model.latentDim() < 2) {
            throw new AssertionError("expected the dimensions of all layers");
          }
        }
      }
    } catch (IllegalArgumentException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(text(row), e);
    } finally {
      delete(whole);
      delete(parted);
      delete(models);
    }
  }

  private static byte[] weights(Path exported) throws IOException {
    return Files.readAllBytes(exported.resolve("variables/variables.data-00000-of-00001"));
  }

  private static String text(int[] row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      text.append(FACTORS.get(i).name()).append(' ');
      text.append(FACTORS.get(i).values().get(row[i])).append(i < row.length - 1 ? ", " : "");
    }
    return text.toString();
  }

  /** IDX files of grey images of 6x5 in three classes: 60 to train on, 20 to test. */
  private static Path images(Path folder) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(0);
    for (String split : List.of("train", "t10k")) {
      int count = split.equals("train") ? 60 : 20;
      byte[] pixels = new byte[count * 30];
      random.nextBytes(pixels);
      ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
      images.putInt(0x803).putInt(count).putInt(6).putInt(5).put(pixels);
      Files.write(folder.resolve(split + "-images-idx3-ubyte"), images.array());
      ByteBuffer labels = ByteBuffer.allocate(8 + count);
      labels.putInt(0x801).putInt(count);
      for (int i = 0; i < count; i++) {
        labels.put((byte) (i % 3));
      }
      Files.write(folder.resolve(split + "-labels-idx1-ubyte"), labels.array());
    }
    return folder;
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
