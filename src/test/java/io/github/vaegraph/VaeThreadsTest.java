package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Model;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A model that several threads use, train and close. */
@Timeout(120)
final class VaeThreadsTest {
  private static final int THREADS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final float[][] images = TinyImages.data().test().values(0, 20);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private <T> List<T> all(Callable<T> call) throws Exception {
    List<Future<T>> futures = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      futures.add(threads.submit(call));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(future.get());
    }
    return results;
  }

  /**
   * Each call waits within the model until all have come: one after the other would wait forever.
   */
  @Test
  void callsRunSideBySide() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    Model meeting =
        (Model)
            Proxy.newProxyInstance(
                Model.class.getClassLoader(),
                new Class<?>[] {Model.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("encode")) {
                    together.await();
                    Floats codes = new Floats(20, 2, new float[40]);
                    return new Codes(codes, codes);
                  }
                  return method.getName().equals("shape") ? new ImageShape(4, 4, 1) : null;
                });
    try (VaeModel model = VaeModel.of(meeting)) {
      assertThat(all(() -> model.encode(images))).hasSize(THREADS);
    }
  }

  @Test
  void threadsGetTheResultsOfOne(@TempDir Path folder) throws Exception {
    try (Vae vae = TinyImages.builder().build()) {
      vae.fit(1);
      try (VaeModel loaded = VaeModel.load(vae.export(folder.resolve("tiny")))) {
        for (VaeModel model : List.of(vae, loaded)) {
          float[][] means = model.encode(images).mean();
          float[][] drawn = model.generate(1, 2, 3);
          float[] scores = model.logLikelihood(images);
          for (int i = 0; i < 20; i++) {
            for (boolean same :
                all(
                    () -> {
                      assertThat(model.encode(images).mean()).isDeepEqualTo(means);
                      assertThat(model.generate(1, 2, 3)).isDeepEqualTo(drawn);
                      assertThat(model.logLikelihood(images)).isEqualTo(scores);
                      return true;
                    })) {
              assertThat(same).isTrue();
            }
          }
        }
      }
    }
  }

  @Test
  void aModelThatIsTrainedAnswersMeanwhile() throws Exception {
    try (Vae vae = TinyImages.builder().build();
        Vae straight = TinyImages.builder().build()) {
      float[][] before = vae.encode(images).mean();
      CountDownLatch begun = new CountDownLatch(1);
      Future<History> fit =
          threads.submit(
              () -> {
                begun.countDown();
                return vae.fit(1_000_000);
              });
      begun.await();
      while (vae.history().epochs().size() < 3) {
        assertThat(fit.isDone()).isFalse();
        Thread.onSpinWait();
      }
      float[][] meanwhile = vae.encode(images).mean();
      assertThat(meanwhile).isNotEqualTo(before);
      assertThat(vae.toString()).contains("trained for");
      assertThat(vae.generate(1)[0]).hasSize(16);
      assertThat(fit.isDone()).isFalse();
      Runnable end = vae::close;
      end.run();
      int epochs = fit.get().epochs().size();
      assertThat(epochs).isGreaterThanOrEqualTo(3);
      assertThat(straight.encode(images).mean()).isDeepEqualTo(before);
    }
  }

  /** To be looked at changes no weight. */
  @Test
  void whatIsAskedMeanwhileLeavesTheTrainingAsItWas() throws Exception {
    try (Vae vae = TinyImages.builder().build();
        Vae straight = TinyImages.builder().build()) {
      Future<History> fit = threads.submit(() -> vae.fit(200));
      int asked = 0;
      while (!fit.isDone()) {
        vae.encode(images);
        asked++;
      }
      fit.get();
      assertThat(asked).isPositive();
      straight.fit(200);
      assertThat(vae.encode(images).mean()).isDeepEqualTo(straight.encode(images).mean());
    }
  }

  @Test
  void closingWaitsForCallsUnderWayAndRefusesLaterOnes(@TempDir Path folder) throws Exception {
    Path version;
    try (Vae vae = TinyImages.builder().build()) {
      vae.fit(1);
      version = vae.export(folder.resolve("tiny"));
    }
    for (int i = 0; i < 5; i++) {
      VaeModel loaded = VaeModel.load(version);
      assertClosesInUse(loaded);
      Vae trained = TinyImages.builder().build();
      assertClosesInUse(trained);
    }
  }

  private void assertClosesInUse(VaeModel model) throws Exception {
    float[][] means = model.encode(images).mean();
    CountDownLatch used = new CountDownLatch(THREADS);
    List<Future<Void>> users = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      users.add(
          threads.submit(
              () -> {
                for (int call = 0; ; call++) {
                  assertThat(model.encode(images).mean()).isDeepEqualTo(means);
                  if (call == 0) {
                    used.countDown();
                  }
                }
              }));
    }
    used.await();
    model.close();
    for (Future<Void> user : users) {
      assertThatThrownBy(user::get)
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("been closed");
    }
    assertThatIllegalStateException().isThrownBy(() -> model.generate(1));
    model.close();
  }

  @Test
  void aModelThatCannotBeTakenIsAskedAgain() throws IOException {
    List<Integer> tries = new ArrayList<>();
    Snapshot snapshot =
        new Snapshot(
            () -> {
              tries.add(1);
              throw new IOException("the disk is full");
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> snapshot.ask(Model::latentDim)).hasMessage("the disk is full");
    }
    assertThat(tries).hasSize(2);
    snapshot.close();
    assertThatIllegalStateException().isThrownBy(() -> snapshot.ask(Model::latentDim));
  }

  /** While somebody is told, training waits: a thread that is waited for must not wait for it. */
  @Test
  void whoIsToldMayWaitForAnotherThread(@TempDir Path folder) throws Exception {
    List<Vae> models = new ArrayList<>();
    List<Object> answers = new ArrayList<>();
    Consumer<String> listener =
        line -> {
          Vae vae = models.get(0);
          for (Callable<Object> call :
              List.<Callable<Object>>of(
                  () -> vae.encode(images).mean().length,
                  () -> vae.samples(2).getWidth() > 0,
                  () -> vae.evaluate(TinyImages.data().test()).images(),
                  () -> vae.export(folder.resolve("tiny")).getFileName().toString(),
                  () -> vae.history().epochs().size(),
                  () -> vae.fit(1))) {
            try {
              answers.add(threads.submit(call).get());
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            } catch (ExecutionException e) {
              answers.add(String.valueOf(e.getCause()));
            }
          }
        };
    try (Vae vae = TinyImages.builder().progress(listener).build()) {
      models.add(vae);
      vae.fit(1);
      String refused =
          "java.lang.IllegalStateException: this model is being trained; call fit when fit has ended";
      assertThat(answers).containsExactly(20, true, 20, "1", 1, refused);
    }
  }

  /** As an evaluation that was asked for in the middle of an epoch. */
  @Test
  void whoEvaluatesMeanwhileWaitsForTheEndOfTheEpochAlone() throws Exception {
    try (Vae vae = TinyImages.builder().build()) {
      Future<History> fit = threads.submit(() -> vae.fit(1_000_000));
      while (vae.history().epochs().isEmpty()) {
        assertThat(fit.isDone()).isFalse();
      }
      assertThat(vae.evaluate(TinyImages.data().test()).images()).isEqualTo(20);
      assertThatIllegalStateException().isThrownBy(() -> vae.fit(1));
      assertThat(fit.isDone()).isFalse();
      Runnable end = vae::close;
      end.run();
      fit.get();
    }
  }

  @Test
  void aListenerMayHaveAnotherThreadCloseTheModel() throws Exception {
    List<Vae> models = new ArrayList<>();
    Consumer<String> listener =
        line -> {
          try {
            threads.submit(models.get(0)::close).get();
          } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
          }
        };
    Vae vae = TinyImages.builder().progress(listener).build();
    models.add(vae);
    assertThat(vae.fit(50).epochs()).hasSizeBetween(1, 2);
    assertThatIllegalStateException().isThrownBy(() -> vae.encode(images));
  }

  @Test
  void moreEpochsThanCanBeCountedAreRefused() throws IOException {
    try (Vae vae = TinyImages.builder().build()) {
      vae.fit(2);
      assertThatThrownBy(() -> vae.fit(Integer.MAX_VALUE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("epochs must be at most 2147483645, as 2 are done, was 2147483647");
      assertThat(vae.fit(1).epochs()).hasSize(3);
    }
  }
}
