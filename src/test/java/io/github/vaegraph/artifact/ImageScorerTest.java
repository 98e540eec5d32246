package io.github.vaegraph.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.vaegraph.data.Images;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Scores;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scores of the exported digits' model, held to its signatures and to each other. */
final class ImageScorerTest {
  private static final Path MODEL = Path.of("savedmodel/digits/1");
  private static final int IMAGES = 70;

  private static InferenceModel model;
  private static Optional<ModelConfig> config = Optional.empty();
  private static Floats images = new Floats(0, 1, new float[0]);
  private static List<ImageScore> scores = List.of();

  @BeforeAll
  static void score() throws IOException {
    model = InferenceModel.load(MODEL);
    config = OpenedModel.config(MODEL).map(RunConfig::model);
    Images test = Datasets.open("digits").test().images();
    images = Floats.ofImages(test, 0, IMAGES);
    scores = scorer(0).score(images);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static ImageScorer scorer(long seed) {
    return ImageScorer.of(model, config, seed);
  }

  @Test
  void anImagesSeedIsTheHashOfTheSeedAndItsPixels() throws NoSuchAlgorithmException {
    Floats rows = new Floats(2, 2, new float[] {0.25f, 1, 0.5f, 0});
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    byte[] second = ByteBuffer.allocate(16).putLong(-7).putFloat(0.5f).putFloat(0).array();
    assertThat(RowSeeds.of(-7, rows)[1])
        .isEqualTo(ByteBuffer.wrap(sha.digest(second)).getLong())
        .isNotEqualTo(RowSeeds.of(-7, rows)[0])
        .isNotEqualTo(RowSeeds.of(-6, rows)[1]);
  }

  @Test
  void scoresAreTheSignaturesOwn() {
    Scores expected = model.score(images, RowSeeds.of(0, images));
    Codes codes = model.encode(images);
    for (int i = 0; i < IMAGES; i++) {
      ImageScore score = scores.get(i);
      assertThat(score.elbo()).isCloseTo(expected.elbo().values()[i], within(1e-3f));
      assertThat(score.logLikelihood())
          .isCloseTo(expected.logLikelihood().values()[i], within(1e-3f));
      // KL(N(m, v) || N(0, 1)) = (m^2 + v - 1 - log v) / 2 (Kingma and Welling 2014)
      double kl = 0;
      for (int j = i * model.latentDim(); j < (i + 1) * model.latentDim(); j++) {
        double m = codes.mean().values()[j];
        double logV = codes.logVariance().values()[j];
        kl += (m * m + Math.exp(logV) - 1 - logV) / 2;
      }
      assertThat((double) score.rate().orElseThrow()).isCloseTo(kl, within(1e-4));
      assertThat((double) score.rate().orElseThrow() + score.distortion().orElseThrow())
          .isCloseTo(-score.elbo(), within(1e-4));
    }
  }

  @Test
  void orderChangesNoScore() throws IOException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, IMAGES).boxed().toList());
    Collections.shuffle(order, new Random(5));
    float[] shuffled = new float[images.values().length];
    for (int i = 0; i < IMAGES; i++) {
      System.arraycopy(
          images.values(),
          order.get(i) * images.width(),
          shuffled,
          i * images.width(),
          images.width());
    }
    List<ImageScore> other = scorer(0).score(new Floats(IMAGES, images.width(), shuffled));
    for (int i = 0; i < IMAGES; i++) {
      assertClose(other.get(i), scores.get(order.get(i)));
    }
  }

  @Test
  void whatIsScoredBesideItChangesNoScore() throws IOException {
    for (int count : List.of(1, 3, 17, 64)) {
      for (int from = 0; from < IMAGES; from += count) {
        int to = Math.min(IMAGES, from + count);
        List<ImageScore> some = scorer(0).score(images.slice(from, to));
        for (int i = from; i < to; i++) {
          assertClose(some.get(i - from), scores.get(i));
        }
      }
    }
  }

  @Test
  void threadsChangeNoScore() {
    ImageScorer shared = scorer(0);
    List<ImageScore> others =
        IntStream.range(0, IMAGES).parallel().mapToObj(i -> one(shared, i)).toList();
    for (int i = 0; i < IMAGES; i++) {
      assertClose(others.get(i), scores.get(i));
    }
  }

  private static ImageScore one(ImageScorer scorer, int image) {
    try {
      return scorer.score(images.slice(image, image + 1)).get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Within 1e-6 of itself, which is what is promised. */
  private static void assertClose(ImageScore found, ImageScore expected) {
    float some = Math.abs(expected.logLikelihood()) * 1e-6f;
    assertThat(found.logLikelihood()).isCloseTo(expected.logLikelihood(), within(some));
    assertThat(found.elbo()).isCloseTo(expected.elbo(), within(some));
    assertThat(found.rate().orElseThrow())
        .isCloseTo(expected.rate().orElseThrow(), within(expected.rate().orElseThrow() * 1e-6f));
  }

  @Test
  void anotherSeedIsAnotherDraw() throws IOException {
    assertThat(scorer(1).score(images).get(0).logLikelihood())
        .isNotEqualTo(scores.get(0).logLikelihood())
        .isCloseTo(scores.get(0).logLikelihood(), within(5f));
  }

  @Test
  void anExportThatTellsNeitherRateNorPriorLeavesTheRateOut() throws IOException {
    ImageScorer unknown = ImageScorer.of(model, Optional.empty(), 0);
    assertThat(unknown.tellsRate()).isFalse();
    ImageScore score = unknown.score(images.slice(0, 1)).get(0);
    assertThat(score.rate()).isEmpty();
    assertThat(score.distortion()).isEmpty();
    assertThat(score.elbo()).isEqualTo(scores.get(0).elbo());
  }
}
