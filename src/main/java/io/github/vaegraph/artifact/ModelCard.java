package io.github.vaegraph.artifact;

import io.github.vaegraph.data.Classes;
import io.github.vaegraph.evaluate.Estimate;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.StandardErrors;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.TrainingScores;
import io.github.vaegraph.savedmodel.Forms;
import io.github.vaegraph.signature.MarkdownTable;
import io.github.vaegraph.signature.Signature;
import io.github.vaegraph.signature.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What comes with an exported model for people: what it is, what it reaches, how it is asked. */
final class ModelCard {
  private ModelCard() {}

  /**
   * The card as Markdown.
   *
   * @param name the model's name
   * @param scores how likely it finds its training images, where it tells
   * @param scoreSamples K, the codes that are drawn for each image's score
   */
  static String of(
      String name,
      RunConfig config,
      Optional<Evaluation> evaluation,
      Optional<TrainingScores> scores,
      int scoreSamples) {
    ModelConfig model = config.model();
    List<Signature> signatures = Signatures.of(Forms.of(model));
    List<String> table = new ArrayList<>(MarkdownTable.HEAD);
    table.addAll(MarkdownTable.rows(signatures));
    List<String> calls =
        signatures.stream()
            .map(
                signature ->
                    "    curl -d @requests/%s.json http://localhost:8501/v1/models/%s:predict"
                        .formatted(signature.name(), name))
            .toList();
    return String.format(
        Locale.ROOT,
        """
    # %s

    A %s of images of %s, exported by VaeGraph for TensorFlow Serving.

    ## Training

    %s

    | | |
    |---|---|
    | data | %s (%s): %d train, %d validation, %d test images |
    | network | %s, %s |
    | latent | z of %s, prior %s, posterior %s |
    | likelihood | %s |
    | objective | %s, beta %s, %d codes an image |
    | training | epochs %s; batch %d, learning rate %s, binarization %s, seed %d |
    | made with | VaeGraph %s%s, TensorFlow Java %s, Java %s, %s |

    ## Figures

    %s

    ## Signatures

    B is any number of rows; H is %d, W %d, C %d, L %d%s. Images that come out are the
    likelihood's mean, and each row of a result depends on the same row of the inputs alone.%s

    %s

    With TensorFlow Serving's REST API on this machine, from this folder:

    %s
    """,
        name,
        model.latent().posterior().kindOfModel(),
        model.image(),
        config
            .commandLine()
            .map(command -> "    " + command)
            .orElse("From Java, by `io.github.vaegraph.Vae`."),
        config.dataset().name(),
        config.dataset().source(),
        config.dataset().train(),
        config.dataset().validation(),
        config.dataset().test(),
        model.network().text(),
        model.activation().text(),
        model.latent().dim().text(),
        model.latent().prior().text(),
        model.latent().posterior().text(),
        model.likelihood().text(),
        model.objective().text(),
        config.training().beta().text(),
        config.training().samples(),
        config.epochs(),
        config.training().batchSize(),
        config.learningRate(),
        config.training().binarization().text(),
        config.training().seed(),
        config.software().vaegraph(),
        config.software().commit().map(commit -> " (" + commit + ")").orElse(""),
        config.software().tensorflow(),
        config.software().java(),
        config.created(),
        evaluation.map(ModelCard::figures).orElse("It has not been evaluated.")
            + scores.map(ModelCard::scores).orElse("")
            + model.classes().map(ModelCard::classes).orElse(""),
        model.image().height(),
        model.image().width(),
        model.image().channels(),
        model.latentDim(),
        model.hasRate() ? "; K is " + scoreSamples + " codes" : "",
        model.latent().posterior().encodes().map(says -> "\n\n" + says).orElse(""),
        String.join("\n", table),
        String.join("\n", calls));
  }

  /** What a conditional model's {@code label} may be. */
  private static String classes(Classes classes) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "\n\n## Classes",
                "",
                "The model is told of a class beside each image and code: `label` is its number.",
                "",
                "| label | class | training images |",
                "|---|---|---|"));
    for (int i = 0; i < classes.count(); i++) {
      String name = classes.names().get(i).replace("|", "\\|");
      lines.add("| " + i + " | " + name + " | " + classes.images().get(i) + " |");
    }
    return String.join("\n", lines);
  }

  private static String figures(Evaluation evaluation) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Nats an image, on %d %s images, binarization %s, seed %d%s:",
            evaluation.images(),
            evaluation.split(),
            evaluation.binarization(),
            evaluation.seed(),
            evaluation.weights().map(of -> ", of " + of).orElse("")));
    lines.add("");
    evaluation
        .estimate(Evaluation::negativeElbo, StandardErrors::negativeElbo)
        .ifPresent(v -> lines.add(figure("negative ELBO, one code", v)));
    evaluation
        .estimate(Evaluation::rate, StandardErrors::rate)
        .ifPresent(v -> lines.add(figure("rate", v)));
    evaluation
        .estimate(figures -> Optional.of(figures.distortion()), StandardErrors::distortion)
        .ifPresent(v -> lines.add(figure("distortion", v)));
    evaluation
        .estimate(Evaluation::negativeLogLikelihood, StandardErrors::negativeLogLikelihood)
        .ifPresent(
            v ->
                lines.add(
                    figure(
                        "-log p(x"
                            + (evaluation.negativeLogMarginal().isPresent() ? "|c" : "")
                            + "), importance-weighted from "
                            + evaluation.samples()
                            + " codes",
                        v)));
    evaluation
        .convergence()
        .ifPresent(
            found ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "- codes that carry the median image's estimate: %.1f",
                        found.effectiveSamples())));
    evaluation
        .estimate(Evaluation::negativeLogMarginal, StandardErrors::negativeLogMarginal)
        .ifPresent(v -> lines.add(figure("-log p(x), by the classes' frequencies", v)));
    evaluation
        .estimate(Evaluation::bitsPerDimension, StandardErrors::bitsPerDimension)
        .ifPresent(
            v ->
                lines.add(
                    "- bits per dimension, of the %s: %s"
                        .formatted(evaluation.bitsOf(), v.text(4))));
    evaluation
        .scale()
        .ifPresent(
            scale ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "- learned scale of pixels in [0, 1], the median: %.4f; at its bound of %.4f for"
                            + " %.1f%% of the values",
                        scale.median(),
                        scale.bound(),
                        100 * scale.shareAtBound())));
    lines.add("- active units: " + evaluation.activeUnits());
    evaluation.warning().ifPresent(warning -> lines.add("\n" + warning));
    return String.join("\n", lines);
  }

  private static String scores(TrainingScores scores) {
    return String.format(
        Locale.ROOT,
        """


        By `score`, of %d training images 1%% have a log-likelihood below %.2f nats, 5%% below %.2f, and
        half below %.2f. The lower an image's, the more unusual it is.\
        """,
        scores.images(),
        scores.percentile1(),
        scores.percentile5(),
        scores.percentile50());
  }

  private static String figure(String name, Estimate value) {
    return "- %s: %s".formatted(name, value.text(2));
  }
}
