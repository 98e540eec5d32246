package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.TestEvents;
import io.github.vaegraph.latent.Dims;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objectives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.Event;

/** Every registered variant trains, is evaluated and exported. */
final class TrainVariantsTest {
  @TempDir Path folder = Path.of("");

  /**
   * Each likelihood's first and last example, with the networks, priors and objectives in turn,
   * every second time conditional: all of them, and each beside some of the others. The tests of
   * exports and gradients take every example alone, and src/check/combinations.sh every pair.
   */
  static Stream<String> variants() {
    List<String> likelihoods = new ArrayList<>();
    for (Choice.Option<Likelihood> option : Likelihoods.CHOICE.options()) {
      List<String> examples = option.examples();
      Stream.of(examples.get(0), examples.get(examples.size() - 1))
          .distinct()
          .forEach(likelihoods::add);
    }
    List<String> networks = Architectures.CHOICE.examples();
    List<String> priors = Priors.CHOICE.examples();
    List<String> objectives = Objectives.CHOICE.examples();
    List<String> binarizations = Binarization.CHOICE.examples();
    List<String> settings =
        List.of("--beta 0.5 --clip-norm 1", "", "--batch-size 1000", "--epochs 1");
    List<String> variants = new ArrayList<>();
    for (int i = 0; i < Math.max(likelihoods.size(), networks.size()); i++) {
      String network = networks.get(i % networks.size());
      Dims dims = dims(network, 3);
      String objective = objectives.get(i % objectives.size());
      if (dims.several() && Objectives.CHOICE.read(objective).needsFactors()) {
        objective = "free-bits:0.1";
      }
      String prior = priors.get(i % priors.size());
      boolean encoder = Priors.CHOICE.read(prior).encoded() > 0; // a part of the prior
      boolean weighs = !objective.startsWith("iwae");
      String setting = weighs ? settings.get(i % settings.size()) : "";
      variants.add(
          "--likelihood %s --network %s --prior %s --objective %s --binarization %s%s%s%s"
              .formatted(
                  likelihoods.get(i % likelihoods.size()),
                  network,
                  encoder && (dims.several() || objective.equals("iwae:dreg"))
                      ? "mixture:3"
                      : prior,
                  objective,
                  binarization(binarizations.get(i % binarizations.size()), likelihoods, i),
                  dims.several() || setting.isEmpty()
                      ? (" " + setting).stripTrailing() + " --latent-dim " + dims.text()
                      : " " + setting,
                  i % 3 == 0 ? " --towers 2 --train-samples 2" : "",
                  i % 2 == 0 ? " --conditional" : ""));
    }
    Posteriors.CHOICE.examples().forEach(q -> variants.add("--conditional --posterior " + q));
    variants.add("--latent-dim 3,2 --prior mixture:2 --conditional --towers 2");
    variants.add("--latent-dim 2,2,1 --network conv:4 --objective iwae --train-samples 2");
    variants.addAll(List.of("--objective ae", "--hidden 6,5,4 --activation leaky-relu"));
    return variants.stream();
  }

  /** Of the layers that a network has where nobody names them, with so many at the top. */
  private static Dims dims(String network, int top) {
    ImageShape image = new ImageShape(4, 4, 1);
    return new Dims(Architectures.CHOICE.read(network).of(image).usualDims(image, top));
  }

  /** Levels are not spread where they are what is described. */
  private static String binarization(String binarization, List<String> likelihoods, int i) {
    String likelihood = likelihoods.get(i % likelihoods.size());
    boolean density = likelihood.matches("(gaussian|laplace|continuous-bernoulli).*");
    return binarization.equals("dequantized") && !density ? "none" : binarization;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void variantTrainsIsEvaluatedAndExported(String variant) throws IOException {
    Path data = TinyData.idx(folder.resolve("tiny"));
    Path run = folder.resolve("run");
    List<String> given = new ArrayList<>(List.of(variant.split(" ")));
    given.addAll(List.of("--tensorboard", "--out", folder.resolve("sm").toString()));
    Vae vae = Vae.train(data, run, given.toArray(String[]::new)).succeeded();
    if (variant.matches(".*capacity.*")) {
      assertThat(vae.err()).contains("  bound -").contains(", bound -");
    }
    JsonNode evaluation = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
    boolean variational = !variant.matches(".*(objective ae|posterior point).*");
    assertThat(evaluation.get("distortion").isDouble()).isTrue();
    assertThat(evaluation.get("negativeElbo").isDouble()).isEqualTo(variational);
    assertThat(evaluation.get("negativeLogLikelihood").isDouble()).isEqualTo(variational);
    assertThat(evaluation.get("negativeLogMarginal").isDouble())
        .isEqualTo(variational && variant.contains("conditional"));
    JsonNode epoch = new ObjectMapper().readTree(run.resolve("metrics.jsonl").toFile());
    for (String split : List.of("train", "validation")) {
      assertThat(epoch.get(split).get("distortion").isDouble()).isTrue();
      assertThat(epoch.get(split).get("negativeElbo").isDouble()).isEqualTo(variational);
      assertThat(epoch.get(split).get("rate").isDouble()).isEqualTo(variational);
    }
    List<String> events =
        TestEvents.read(run.resolve("tensorboard")).stream()
            .filter(Event::hasSummary)
            .map(event -> event.getSummary().getValue(0).getTag())
            .toList();
    assertThat(events)
        .contains("step/distortion", "step/gradient_norm", "step/learning_rate", "step/bound")
        .contains("train/bound", "validation/bound")
        .contains("train/distortion", "validation/distortion", "settings")
        .contains("weights/encoder.posterior.weights")
        .contains("pictures/samples/image", "pictures/reconstructions/image");
    for (String tag : List.of("step/rate", "train/negative_elbo", "validation/rate")) {
      assertThat(events.contains(tag)).as(tag).isEqualTo(variational);
    }
    assertThat(run.resolve("manifold.png").toFile().exists())
        .isEqualTo(!variant.contains("latent-dim"));
    assertThat(folder.resolve("sm/tiny/1/saved_model.pb")).isRegularFile();
  }

  @Test
  void colourPicturesAreTrainedOn() throws IOException {
    Path data = TinyData.pictures(folder.resolve("my pictures"), 20);
    Path run = folder.resolve("run");
    Path models = folder.resolve("sm");
    Vae.train(
            data,
            run,
            "--tensorboard",
            "--channels",
            "3",
            "--likelihood",
            "gaussian",
            "--out",
            models + "")
        .succeeded();
    assertThat(TestEvents.read(run.resolve("tensorboard")))
        .anyMatch(event -> event.toString().contains("pictures/reconstructions"));
    assertThat(Files.readString(run.resolve("config.json"))).contains("\"4x4x3\"");
    // Blanks have no place in a model's name.
    assertThat(models.resolve("my-pictures/1/saved_model.pb")).isRegularFile();
  }

  @Test
  void withoutValidationMetricsHaveNone() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Path run = folder.resolve("run");
    Vae.train(data, run, "--validation", "0", "--no-export").succeeded();
    assertThat(run.resolve("metrics.jsonl")).content().contains("\"validation\":null");
  }

  @Test
  void withoutATestSplitTrainingImagesAreEvaluated() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    Path run = folder.resolve("run");
    Vae vae = Vae.train(data, run, "--test", "0", "--out", folder.resolve("sm") + "").succeeded();
    assertThat(vae.out()).contains("on 54 train images");
    Vae.run("evaluate", run).refused("no test images");
    Vae.run("evaluate", run, "--split", "train").succeeded();
  }

  @Test
  void numberOfTowersChangesNoFigureBeyondRounding() throws IOException {
    Path data = TinyData.npy(folder.resolve("tiny.npy"));
    List<Double> figures = new ArrayList<>();
    for (String towers : List.of("1", "2", "3")) {
      Path run = folder.resolve("run" + towers);
      Vae.train(data, run, "--towers", towers, "--no-export").succeeded();
      JsonNode evaluation = new ObjectMapper().readTree(run.resolve("evaluation.json").toFile());
      figures.add(evaluation.get("negativeElbo").asDouble());
      figures.add(evaluation.get("negativeLogLikelihood").asDouble());
    }
    for (int i = 2; i < figures.size(); i++) {
      assertThat(figures.get(i)).isCloseTo(figures.get(i % 2), within(1e-4));
    }
  }
}
