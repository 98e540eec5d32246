package io.github.vaegraph.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Generated;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both transports against the stand-in server. What a client gets must be what the model computes
 * in process, bit for bit: gRPC moves the bits, and a float's shortest decimal names it alone.
 */
final class ServingClientTest {
  private static final Path MODEL = Path.of("savedmodel/digits/1");
  private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(20), 2, 1 << 24, 64);

  private static StandInServer server;
  private static InferenceModel model;

  enum Over {
    REST,
    GRPC;

    ServingClient connect(ServedModel served, CallLimits limits) throws IOException {
      return this == REST
          ? ServingClient.rest(server.url(), served, limits)
          : ServingClient.grpc("localhost:" + server.grpcPort(), served, limits);
    }

    ServingClient connect() throws IOException {
      return connect(ServedModel.named("digits"), LIMITS);
    }
  }

  @BeforeAll
  static void start() throws IOException {
    server = new StandInServer(MODEL);
    model = InferenceModel.load(MODEL);
  }

  @AfterAll
  static void stop() {
    server.close();
    model.close();
  }

  private static Floats images(int count) {
    Random random = new Random(5);
    float[] values = new float[count * model.shape().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(256) / 255f;
    }
    return new Floats(count, model.shape().size(), values);
  }

  private static Floats codes(int count) {
    Random random = new Random(6);
    float[] values = new float[count * model.latentDim()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Floats(count, model.latentDim(), values);
  }

  private static void assertSame(Floats found, Floats expected) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    assertThat(found.values()).isEqualTo(expected.values());
  }

  @ParameterizedTest
  @EnumSource
  void everySignatureGivesWhatTheModelComputes(Over over) throws IOException {
    try (ServingClient client = over.connect()) {
      assertThat(client.shape()).isEqualTo(model.shape());
      assertThat(client.latentDim()).isEqualTo(model.latentDim());
      Codes codes = client.encode(images(3));
      assertSame(codes.mean(), model.encode(images(3)).mean());
      assertSame(codes.logVariance(), model.encode(images(3)).logVariance());
      assertSame(client.reconstruct(images(2)), model.reconstruct(images(2)));
      assertSame(client.decode(codes(2)), model.decode(codes(2)));
      long[] seeds = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53 | 1};
      Generated generated = client.generate(seeds);
      assertSame(generated.images(), model.generate(seeds).images());
      assertSame(generated.codes(), model.generate(seeds).codes());
    }
  }

  @ParameterizedTest
  @EnumSource
  void imagesAreSampledScoredAndInterpolatedAsTheModelDoes(Over over) throws IOException {
    Floats start = images(4).slice(0, 2);
    Floats end = images(4).slice(2, 4);
    long[] seeds = {3, -3};
    float[] positions = {0.25f, 1};
    try (ServingClient client = over.connect()) {
      assertSame(client.sample(start, seeds).codes(), model.sample(start, seeds).codes());
      assertSame(client.sample(start, seeds).images(), model.sample(start, seeds).images());
      assertSame(client.score(start, seeds).elbo(), model.score(start, seeds).elbo());
      assertSame(
          client.score(start, seeds).logLikelihood(), model.score(start, seeds).logLikelihood());
      assertSame(
          client.interpolate(start, end, positions), model.interpolate(start, end, positions));
      int before = server.predictions();
      assertRefused(
          () -> client.score(start, new long[1]), "seed: expected 2 rows, as many as of image");
      assertRefused(
          () -> client.interpolate(start, end, new float[] {0, 1.5f}),
          "position: expected values in [0, 1], found 1.5 in row 1");
      assertRefused(
          () -> client.interpolate(start, end.slice(0, 1), positions),
          "end: expected 2 rows, as many as of start, found 1");
      assertThat(server.predictions()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyRowsAreSentInSeveralRequests(Over over) throws IOException {
    CallLimits few = new CallLimits(Duration.ofSeconds(20), 0, 1 << 24, 7);
    try (ServingClient client = over.connect(ServedModel.named("digits"), few)) {
      int before = server.predictions();
      Floats whole = client.decode(codes(15));
      assertThat(server.predictions() - before).isEqualTo(3);
      assertSame(whole.slice(0, 7), model.decode(codes(15).slice(0, 7)));
      assertSame(whole.slice(14, 15), model.decode(codes(15).slice(14, 15)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void mergedRequestsGetTheirOwnRows(Over over)
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (StandInServer merging = new StandInServer(MODEL);
        ServingClient client =
            over == Over.REST
                ? ServingClient.rest(merging.url(), ServedModel.named("digits"), LIMITS)
                : ServingClient.grpc(
                    "localhost:" + merging.grpcPort(), ServedModel.named("digits"), LIMITS)) {
      merging.merge("generate", 3);
      List<Future<Generated>> answers = new ArrayList<>();
      for (long[] seeds : new long[][] {{1}, {2, 3}, {4, 5, 6}}) {
        answers.add(threads.submit(() -> client.generate(seeds)));
      }
      Generated alone = model.generate(new long[] {1, 2, 3, 4, 5, 6});
      assertSame(answers.get(0).get().codes(), alone.codes().slice(0, 1));
      assertSame(answers.get(1).get().codes(), alone.codes().slice(1, 3));
      assertSame(answers.get(2).get().codes(), alone.codes().slice(3, 6));
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void versionsAndLabelsAreAskedFor(Over over) throws IOException {
    ServedModel version = new ServedModel("digits", Optional.of(1L), Optional.empty());
    ServedModel label = new ServedModel("digits", Optional.empty(), Optional.of("stable"));
    for (ServedModel served : List.of(version, label)) {
      try (ServingClient client = over.connect(served, LIMITS)) {
        assertSame(client.decode(codes(1)), model.decode(codes(1)));
      }
    }
    ServedModel gone = new ServedModel("digits", Optional.of(2L), Optional.empty());
    assertThatThrownBy(() -> over.connect(gone, LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is it serving model digits version 2?");
    ServedModel canary = new ServedModel("digits", Optional.empty(), Optional.of("canary"));
    assertThatThrownBy(() -> over.connect(canary, LIMITS)).hasMessageContaining("label canary");
  }

  @ParameterizedTest
  @EnumSource
  void unknownModelsAreNamedWithTheServersWords(Over over) {
    assertThatThrownBy(() -> over.connect(ServedModel.named("faces"), LIMITS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("localhost:")
        .hasMessageContaining("Servable not found for request: Latest(faces)")
        .hasMessageContaining("is it serving model faces?");
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitIsRefusedBeforeItIsSent(Over over) throws IOException {
    Floats narrow = new Floats(1, 3, new float[3]);
    Floats bright = images(2);
    bright.values()[model.shape().size()] = 1.5f;
    Floats nan = images(1);
    nan.values()[0] = Float.NaN;
    Floats infinite = codes(1);
    infinite.values()[0] = Float.NEGATIVE_INFINITY;
    int before = server.predictions();
    try (ServingClient client = over.connect()) {
      assertRefused(
          () -> client.encode(narrow),
          "image: the model takes float32 [N, 28, 28, 1], found 3 values a row");
      assertRefused(() -> client.decode(narrow), "z: the model takes float32 [N, ");
      assertRefused(() -> client.encode(bright), "image: expected values in [0, 1], found 1.5");
      assertRefused(() -> client.encode(bright), "in row 1");
      assertRefused(() -> client.reconstruct(nan), "image: expected values in [0, 1], found NaN");
      assertRefused(() -> client.decode(infinite), "z: expected finite values, found -Infinity");
      assertRefused(() -> client.encode(images(0)), "image: expected at least one row");
      assertRefused(() -> client.generate(new long[0]), "seed: expected at least one row");
    }
    assertThat(server.predictions()).isEqualTo(before);
  }

  private interface Call {
    void run() throws IOException;
  }

  private static void assertRefused(Call call, String words) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }
}
