package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.check.GraphContents;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.model.WeightsId;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.savedmodel.ModelInfo;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** {@code vae inspect}: what a model is and carries. */
final class InspectCommand extends Command {
  InspectCommand() {
    super(
        "inspect",
        MODEL,
        "shapes, parameters, signatures, configuration and figures of a model",
        "vae inspect savedmodel/digits/1");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path folder = Arguments.path(MODEL, arguments.operand(0));
    if (RunDirectory.isRun(folder)) {
      inspectRun(RunDirectory.open(folder, console::warn), console);
    } else {
      Path exported = OpenedModel.exported(folder);
      printContents(exported, console);
      inspectExport(exported, console);
    }
  }

  private static void inspectRun(RunDirectory run, Console console) throws IOException {
    try (HeldModel held = run.hold()) {
      Optional<Evaluation> evaluation = held.evaluation(); // what is damaged is told at once
      try (InferenceModel model = InferenceModel.restore(held.config().model(), held.variables())) {
        print(model, console);
      }
      print(held.config(), console);
      held.caution().ifPresent(console::warn);
      evaluation.ifPresent(figures -> print(figures, console));
    }
  }

  private static void inspectExport(Path exported, Console console) throws IOException {
    Path extras = exported.resolve("assets.extra");
    Optional<RunConfig> config = ifPresent(extras.resolve("config.json"), RunConfig.class);
    Optional<Evaluation> evaluation =
        ifPresent(extras.resolve("evaluation.json"), Evaluation.class);
    try (InferenceModel model = OpenedModel.open(exported, console::warn)) {
      print(model, console);
      config.ifPresent(made -> print(made, console));
      Optional<WeightsId> measured = evaluation.flatMap(Evaluation::weights);
      if (measured.isPresent() && !measured.get().sha256().equals(model.weightsSha256())) {
        console.warn(
            "evaluation.json is of other weights (%s) than the model's; it is left out"
                .formatted(measured.get()));
      } else {
        evaluation.ifPresent(figures -> print(figures, console));
      }
    }
  }

  private static void print(InferenceModel model, Console console) {
    console.print("images       " + model.shape());
    console.print("latent dim   " + model.latentDim());
    model.scoreSamples().ifPresent(k -> console.print("score        from %d codes".formatted(k)));
    ModelInfo info = model.info();
    console.print("parameters   %,d".formatted(info.parameters()));
    info.variables().forEach((name, shape) -> console.print("  %-28s %s".formatted(name, shape)));
    console.print("signatures");
    info.signatures()
        .forEach(
            (name, tensors) -> {
              console.print("  " + name);
              tensors.forEach(tensor -> console.print("    " + tensor));
            });
  }

  private static void print(Evaluation figures, Console console) {
    console.print("evaluation");
    EvaluateCommand.print(figures, console);
  }

  private static <T> Optional<T> ifPresent(Path file, Class<T> type) throws IOException {
    return Files.exists(file) ? Optional.of(Json.read(file, type)) : Optional.empty();
  }

  /** What the model can do besides computing, told from its file alone. */
  private static void printContents(Path exported, Console console) throws IOException {
    GraphContents contents = GraphContents.of(ModelCheck.servedGraph(exported));
    console.print(
        "on loading   the variables are read, %s"
            .formatted(
                contents.onLoading().isEmpty()
                    ? "nothing else is run"
                    : "then is run: " + String.join(", ", contents.onLoading())));
    console.print(
        "never run    "
            + (contents.idle().isEmpty() ? "nothing" : String.join("; ", contents.idle())));
    contents.contained().forEach(found -> console.print("? " + found));
    contents.refused().forEach(found -> console.print("! " + found));
    if (!contents.harmless()) {
      throw new FailedCheckException(
          exported
              + " does more than compute, and was not loaded: what is marked ! may touch files, run"
              + " other code or end this program, what is marked ? may never end; trust it only if"
              + " you trust who made it");
    }
  }

  private static void print(RunConfig config, Console console) {
    ModelConfig model = config.model();
    TrainingConfig training = config.training();
    console.print(
        "network      %s, %s".formatted(model.network().text(), model.activation().text()));
    model
        .classes()
        .ifPresent(
            classes -> console.print("classes      %d: %s".formatted(classes.count(), classes)));
    console.print("prior        " + model.latent().prior().text());
    console.print("posterior    " + model.latent().posterior().text());
    console.print("likelihood   " + model.likelihood().text());
    console.print(
        "objective    %s, beta %s, %d samples"
            .formatted(model.objective().text(), training.beta().text(), training.samples()));
    console.print(
        "data         %s (%s), %d train, %d validation, %d test"
            .formatted(
                config.dataset().name(),
                config.dataset().source(),
                config.dataset().train(),
                config.dataset().validation(),
                config.dataset().test()));
    console.print(
        "training     epochs %s, batch %d, learning rate %s, binarization %s, seed %d, towers %d"
            .formatted(
                config.epochs(),
                training.batchSize(),
                config.learningRate(),
                training.binarization().text(),
                training.seed(),
                training.towers()));
    console.print(
        "command      "
            + config.commandLine().orElse("none: trained from Java, by io.github.vaegraph.Vae"));
    console.print(
        "made with    VaeGraph %s%s, TensorFlow Java %s, Java %s, %s, %s"
            .formatted(
                config.software().vaegraph(),
                config.software().commit().map(c -> " (" + c + ")").orElse(""),
                config.software().tensorflow(),
                config.software().java(),
                config.software().system(),
                config.created()));
  }
}
