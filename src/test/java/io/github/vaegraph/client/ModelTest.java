package io.github.vaegraph.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vaegraph.VaeModel;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.signature.Sampled;
import io.github.vaegraph.signature.Scores;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same programs on a model in this process and on the stand-in server: only the line that opens
 * the model differs, and what comes out is the same to the bit.
 */
final class ModelTest {
  private static final Path MODEL = Path.of("savedmodel/digits/1");

  private static StandInServer server;

  enum On {
    REST,
    GRPC;

    Model open() throws IOException {
      ServedModel digits = ServedModel.named("digits");
      return this == REST
          ? ServingClient.rest(server.url(), digits, CallLimits.STANDARD)
          : ServingClient.grpc("localhost:" + server.grpcPort(), digits, CallLimits.STANDARD);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server = new StandInServer(MODEL);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Calls everything, and returns all that came out. */
  private static List<Floats> program(Model model) throws IOException {
    long[] seeds = {3, -1};
    Generated generated = model.generate(seeds);
    Floats images = generated.images();
    Codes codes = model.encode(images);
    Floats ends = model.decode(codes.mean());
    Sampled sampled = model.sample(images, seeds);
    Scores scores = model.score(images, seeds);
    return List.of(
        images,
        generated.codes(),
        codes.mean(),
        codes.logVariance(),
        ends,
        model.reconstruct(images),
        sampled.images(),
        sampled.codes(),
        scores.elbo(),
        scores.logLikelihood(),
        model.interpolate(images, ends, new float[] {0.25f, 1}));
  }

  @ParameterizedTest
  @EnumSource
  void aProgramGivesTheSameInProcessAndOnAServer(On on) throws IOException {
    try (Model local = InferenceModel.load(MODEL);
        Model served = on.open()) {
      assertThat(served.shape()).isEqualTo(local.shape());
      assertThat(served.latentDim()).isEqualTo(local.latentDim());
      assertThat(served.signatures()).isEqualTo(local.signatures()).contains("encode", "score");
      List<Floats> expected = program(local);
      List<Floats> found = program(served);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(found.get(i).values()).isEqualTo(expected.get(i).values());
      }
    }
  }

  /** Calls that a model refuses. */
  private static List<ThrowingCallable> mistakes(Model model) {
    Floats narrow = new Floats(1, 3, new float[3]);
    Floats image = new Floats(1, 784, new float[784]);
    float[] bright = new float[784];
    bright[5] = 1.5f;
    float[] nan = new float[20];
    Arrays.fill(nan, Float.NaN);
    return List.of(
        () -> model.encode(narrow),
        () -> model.encode(new Floats(0, 784, new float[0])),
        () -> model.reconstruct(new Floats(1, 784, bright)),
        () -> model.decode(narrow),
        () -> model.decode(new Floats(1, 20, nan)),
        () -> model.generate(new long[0]),
        () -> model.score(image, new long[2]),
        () -> model.interpolate(image, image, new float[] {-0.5f}));
  }

  @ParameterizedTest
  @EnumSource
  void mistakesAreToldInTheSameWords(On on) throws IOException {
    try (Model local = InferenceModel.load(MODEL);
        Model served = on.open()) {
      List<ThrowingCallable> here = mistakes(local);
      List<ThrowingCallable> there = mistakes(served);
      for (int i = 0; i < here.size(); i++) {
        assertThat(catchThrowable(there.get(i)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(String.valueOf(catchThrowable(here.get(i)).getMessage()));
      }
    }
  }

  /** What a notebook does, by the door. */
  private static List<Object> notebook(VaeModel model) {
    float[][] images = model.generate(1, 2, 3);
    List<Object> all = new ArrayList<>(List.of(images, model.logLikelihood(images)));
    all.add(model.decode(model.encode(images).mean()));
    all.add(model.reconstruct(images));
    BufferedImage samples = model.samples(4);
    all.add(
        samples.getRGB(0, 0, samples.getWidth(), samples.getHeight(), null, 0, samples.getWidth()));
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void aNotebookGivesTheSameInProcessAndOnAServer(On on) throws IOException {
    try (VaeModel local = VaeModel.load(MODEL);
        VaeModel served = VaeModel.of(on.open())) {
      List<Object> expected = notebook(local);
      List<Object> found = notebook(served);
      assertThat(found).usingRecursiveComparison().isEqualTo(expected);
      assertThat(served.toString())
          .startsWith("model of 28x28x1 images, z of 20, from ")
          .endsWith(": digits");
    }
  }

  @Test
  void aServerThatHasGoneIsToldInOneLine() throws IOException {
    StandInServer short1 = new StandInServer(MODEL);
    CallLimits once = new CallLimits(CallLimits.STANDARD.timeout(), 0, 1 << 24, 64);
    try (VaeModel served =
        VaeModel.of(ServingClient.rest(short1.url(), ServedModel.named("digits"), once))) {
      short1.close();
      assertThat(catchThrowable(() -> served.generate(1)))
          .isInstanceOf(UncheckedIOException.class)
          .cause()
          .hasMessageContaining(short1.url() + ": ");
    }
  }
}
