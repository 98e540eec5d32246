package io.github.vaegraph;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in a cell is said in Java: native code, which could end the JVM, never sees it. */
final class VaeMistakesTest {
  private final Dataset data = TinyImages.data();
  private Vae vae;

  @BeforeEach
  void build() throws IOException {
    vae = TinyImages.builder().build();
  }

  @AfterEach
  void close() {
    vae.close();
    vae.close(); // closing twice does nothing
  }

  @Test
  void aClosedModelRefusesEverything(@TempDir Path folder) throws IOException {
    vae.fit(1);
    float[][] images = data.test().values(0, 1);
    Path version = vae.export(folder.resolve("tiny"));
    VaeModel loaded = VaeModel.load(version);
    loaded.close();
    vae.close();
    Stream<ThrowingCallable> trained =
        Stream.of(
            () -> vae.fit(1),
            () -> vae.evaluate(data.test()),
            () -> vae.export(folder.resolve("tiny")));
    Stream<ThrowingCallable> common =
        Stream.of(vae, loaded)
            .flatMap(
                model ->
                    Stream.<ThrowingCallable>of(
                        () -> model.encode(images),
                        () -> model.decode(new float[1][2]),
                        () -> model.generate(0),
                        () -> model.reconstruct(images),
                        () -> model.logLikelihood(images),
                        () -> model.samples(1),
                        () -> model.reconstructions(data.test(), 1),
                        () -> model.interpolations(data.test(), 1),
                        () -> model.manifold(2),
                        () -> model.latentMap(data)));
    for (ThrowingCallable call : Stream.concat(trained, common).toList()) {
      assertThatIllegalStateException().isThrownBy(call).withMessageContaining("been closed");
    }
    assertThat(vae.toString()).endsWith("closed"); // still tells what it was
    assertThat(vae.history().epochs()).hasSize(1);
  }

  @Test
  void rowsOfAnotherLengthAreRefused() {
    refused(() -> vae.encode(new float[3][15]), "images: expected rows of 16 values, found 15");
    refused(() -> vae.encode(new float[0][16]), "images: expected rows of 16 values, found no row");
    refused(() -> vae.reconstruct(new float[][] {new float[16], {}}), "found 0 in row 1");
    refused(() -> vae.decode(new float[1][3]), "codes: expected rows of 2 values, found 3");
    refused(() -> vae.picture(new float[1][4], 1), "images: expected rows of 16 values, found 4");
    refused(() -> vae.generate(), "seeds: expected one an image, found none");
  }

  @Test
  void valuesThatAreNoFractionsAreRefused() {
    float[][] bytes = {new float[16], new float[16]};
    bytes[1][3] = 255;
    refused(() -> vae.encode(bytes), "images: expected values in [0, 1], found 255.0 in row 1");
    bytes[1][3] = Float.NaN;
    refused(() -> vae.reconstruct(bytes), "found NaN in row 1");
  }

  @Test
  void whatIsRefusedLeavesNoRunBehind(@TempDir Path folder) {
    Path run = folder.resolve("run");
    refused(() -> TinyImages.builder().run(run).towers(1_000).build(), "towers");
    refused(
        () -> TinyImages.builder().run(run).objective("iwae").trainSamples(100_000_000).build(),
        "GiB");
    assertThat(run).doesNotExist();
  }

  @Test
  void anUntrainedModelIsNotExported(@TempDir Path folder) {
    assertThatIllegalStateException()
        .isThrownBy(() -> vae.export(folder.resolve("tiny")))
        .withMessageContaining("call fit first");
  }

  @Test
  void imagesOfAnotherShapeAreRefused() {
    Split wide = TinyImages.split("test", 6, new ImageShape(2, 8, 1)); // as many values
    String shapes = "expected images of 4x4x1";
    refused(() -> vae.evaluate(wide), shapes, "found test images of 2x8x1");
    refused(() -> vae.reconstructions(wide, 3), shapes, "found test images of 2x8x1");
    refused(() -> vae.interpolations(wide, 3), shapes, "found test images of 2x8x1");
    Dataset other = new Dataset("other", "drawn", wide, wide, wide, List.of());
    refused(() -> vae.latentMap(other), shapes);
  }

  @Test
  void emptyDataAreRefused() {
    Split empty = TinyImages.split("test", 0);
    refused(
        () -> new Dataset("nothing", "drawn", empty, empty, empty, List.of()),
        "nothing: no images to train on");
    refused(() -> vae.evaluate(empty), "the data have no test images");
    refused(() -> vae.reconstructions(empty, 3), "found an empty test split");
    refused(
        () -> vae.interpolations(data.test(), 11), "11 rows need 22 images", "test split has 20");
  }

  @Test
  void numbersThatMakeNoSenseAreNamed() {
    refused(() -> vae.fit(0), "epochs must be positive, was 0");
    refused(() -> vae.evaluate(data.test(), -1), "samples must lie between 0 and 1000000, was -1");
    refused(() -> vae.samples(0), "count must be positive, was 0");
    refused(() -> vae.reconstructions(data.test(), -3), "count must be positive, was -3");
    refused(() -> vae.interpolations(data.test(), 0), "rows must be positive, was 0");
    refused(() -> vae.manifold(0), "side must be positive, was 0");
    refused(() -> TinyImages.builder().latentDim(0).build(), "latentDim must lie between 1");
    refused(() -> TinyImages.builder().hidden(8, -1).build(), "hidden widths", "was -1");
    refused(() -> TinyImages.builder().batchSize(0).build(), "batchSize must be positive, was 0");
    refused(() -> TinyImages.builder().learningRate(0).build(), "learningRate must be positive");
  }

  @Test
  void unknownNamesAreAnsweredWithTheKnownOnes() {
    refused(
        () -> TinyImages.builder().likelihood("bernouli").build(),
        "likelihood must be one of bernoulli, ",
        "was bernouli");
    refused(() -> TinyImages.builder().objective("kl").build(), "objective must be one of elbo");
    refused(() -> TinyImages.builder().estimator("dreg").build(), "objective elbo has none");
    refused(
        () -> TinyImages.builder().objective("capacity:5").build(),
        "objective must say how many epochs its course takes, as capacity:5.0,10; was capacity:5.0");
    refused(() -> TinyImages.builder().activation("re").build(), "activation", "relu");
    refused(() -> TinyImages.builder().sigma("1").build(), "bernoulli takes no sigma");
    refused(
        () -> TinyImages.builder().objective("ae").beta(2).build(), "beta weighs the rate in the");
    refused(() -> TinyImages.builder().objective("ae").trainSamples(2).build(), "draws no codes");
  }

  @Test
  void picturesOfThePlaneNeedTwoDimensions() throws IOException {
    try (Vae three = TinyImages.builder().latentDim(3).build()) {
      refused(() -> three.manifold(2), "a manifold needs a model of 2 latent dimensions", "has 3");
      refused(() -> three.latentMap(data), "a latent map needs a model of 2 latent dimensions");
    }
  }

  @Test
  void aPlainAutoencoderHasNoLikelihood() throws IOException {
    try (Vae plain = TinyImages.builder().objective("ae").build()) {
      refused(() -> plain.logLikelihood(data.test().values(0, 1)), "plain autoencoder");
    }
  }

  @Test
  void aHistoryWithoutEpochsHasNoCurves() {
    assertThatIllegalStateException()
        .isThrownBy(() -> vae.history().curves())
        .withMessageContaining("no epoch has been finished yet");
  }

  @Test
  void whatIsNoModelIsNotLoaded(@TempDir Path folder) {
    assertThatThrownBy(() -> VaeModel.load(folder.resolve("missing")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a run's folder or an exported model, found nothing there");
    assertThatThrownBy(() -> TinyImages.builder().run(folder.getRoot()).build())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected an empty folder for the run");
  }

  @Test
  void eventFilesNeedARun() {
    refused(() -> TinyImages.builder().tensorBoard().build(), "tensorBoard: ", "run(folder)");
    refused(() -> TinyImages.builder().towers(0).build(), "towers must be positive, was 0");
  }

  @Test
  void whatIsNullIsNamed() {
    Map<String, ThrowingCallable> calls =
        Map.ofEntries(
            entry("data", () -> Vae.builder(none())),
            entry("network", () -> TinyImages.builder().network(none())),
            entry("hidden", () -> TinyImages.builder().hidden(VaeMistakesTest.<int[]>none())),
            entry("activation", () -> TinyImages.builder().activation(none())),
            entry("prior", () -> TinyImages.builder().prior(none())),
            entry("posterior", () -> TinyImages.builder().posterior(none())),
            entry("likelihood", () -> TinyImages.builder().likelihood(none())),
            entry("sigma", () -> TinyImages.builder().sigma(none())),
            entry("objective", () -> TinyImages.builder().objective(none())),
            entry("estimator", () -> TinyImages.builder().estimator(none())),
            entry("binarization", () -> TinyImages.builder().binarization(none())),
            entry("progress", () -> TinyImages.builder().progress(none())),
            entry("run", () -> TinyImages.builder().run(none())),
            entry("split", () -> vae.evaluate(none())),
            entry("folder", () -> vae.export(none())),
            entry("images", () -> vae.encode(none())),
            entry("codes", () -> vae.decode(none())),
            entry("seeds", () -> vae.generate(VaeMistakesTest.<long[]>none())),
            entry("model", () -> VaeModel.of(none())),
            entry(
                "images: row 1 is null", () -> vae.encode(new float[][] {new float[16], none()})));
    calls.forEach((name, call) -> named(name, call));
    named("run", () -> Vae.resume(none()));
    named("data", () -> Vae.resume(Path.of("run"), none(), line -> {}));
    named("progress", () -> Vae.resume(Path.of("run"), data, none()));
    named("folder", () -> VaeModel.load(none()));
    named("data", () -> vae.read(none()));
    named("images", () -> vae.reconstruct(none()));
    named("images", () -> vae.logLikelihood(none()));
    named("images", () -> vae.picture(none(), 1));
    named("split", () -> vae.reconstructions(none(), 1));
    named("split", () -> vae.interpolations(none(), 1));
    named("data", () -> vae.latentMap(none()));
    named("data", () -> Datasets.open(VaeMistakesTest.<String>none()));
    named("options", () -> Datasets.open(VaeMistakesTest.<DataOptions>none()));
  }

  private static void named(String name, ThrowingCallable call) {
    assertThatNullPointerException().as(name).isThrownBy(call).withMessage(name);
  }

  /** Null, which the compiler would not let us hand over. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    return null;
  }

  @Test
  void aFolderInAZipFileIsRefused(@TempDir Path folder) throws IOException {
    URI zip = URI.create("jar:" + folder.resolve("models.zip").toUri());
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      Path inside = Files.createDirectory(files.getPath("/tiny"));
      vae.fit(1);
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> VaeModel.load(inside),
              () -> Vae.resume(inside),
              () -> vae.export(inside),
              () -> TinyImages.builder().run(inside))) {
        refused(call, "expected a folder of the system's", "/tiny", "copy it to a folder");
      }
    }
  }

  private static void refused(ThrowingCallable call, String... words) {
    var thrown = assertThatIllegalArgumentException().isThrownBy(call);
    for (String word : words) {
      thrown.withMessageContaining(word);
    }
  }
}
