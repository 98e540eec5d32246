package io.github.vaegraph.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.DatasetSummary;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.train.TrainingConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything that repeats a run.
 *
 * @param command the arguments as they were given; none where it was trained from Java
 * @param created when, in UTC
 * @param software what it ran on
 * @param data what was opened, and how
 * @param dataset what was found there
 * @param model what was trained
 * @param training how it was trained
 * @param wanted what was to come of it beside the weights
 * @param outcome what became of the training; empty in a run's own file, which is written before
 */
public record RunConfig(
    List<String> command,
    String created,
    Software software,
    DataOptions data,
    DatasetInfo dataset,
    ModelConfig model,
    TrainingConfig training,
    @JsonProperty(defaultValue = "null") Wanted wanted,
    Optional<Outcome> outcome) {
  /** Copies the command; an objective whose course takes all epochs is told how many they are. */
  public RunConfig {
    command = List.copyOf(command);
    model = model.lasting(training.epochs());
  }

  /** Runs of before {@link Wanted} say in their commands alone what was wanted. */
  @JsonCreator
  static RunConfig read(
      @JsonProperty("command") List<String> command,
      @JsonProperty("created") String created,
      @JsonProperty("software") Software software,
      @JsonProperty("data") DataOptions data,
      @JsonProperty("dataset") DatasetInfo dataset,
      @JsonProperty("model") ModelConfig model,
      @JsonProperty("training") TrainingConfig training,
      @JsonProperty("wanted") Optional<Wanted> wanted,
      @JsonProperty("outcome") Optional<Outcome> outcome) {
    return new RunConfig(
        command,
        created,
        software,
        data,
        dataset,
        model,
        training,
        wanted.orElseGet(() -> new CommandWords(command).wanted(model, dataset.name())),
        outcome);
  }

  /** The command as it can be pasted into a shell; empty where it was trained from Java. */
  public Optional<String> commandLine() {
    return command.isEmpty()
        ? Optional.empty()
        : Optional.of(
            command.stream()
                .map(CommandWords::quoted)
                .collect(Collectors.joining(" ", "vae ", "")));
  }

  /** The same with another number of epochs. */
  public RunConfig withEpochs(int epochs) {
    return withTraining(training.withEpochs(epochs));
  }

  /** The same, trained otherwise. */
  public RunConfig withTraining(TrainingConfig other) {
    return new RunConfig(command, created, software, data, dataset, model, other, wanted, outcome);
  }

  /** The same, of which something else is wanted. */
  public RunConfig withWanted(Wanted other) {
    return new RunConfig(
        command, created, software, data, dataset, model, training, other, outcome);
  }

  /** The same, with the same images opened like this. */
  public RunConfig withData(DataOptions other) {
    return new RunConfig(
        command, created, software, other, dataset, model, training, wanted, outcome);
  }

  /** The same, of which this became; as it is where that is not known. */
  public RunConfig withOutcome(Optional<Outcome> known) {
    return new RunConfig(
        command,
        created,
        software,
        data,
        dataset,
        model,
        training,
        wanted,
        known.or(() -> outcome));
  }

  /** The number of epochs that was asked for, and what became of it, for people. */
  public String epochs() {
    return outcome.map(known -> known.epochs(training)).orElse("" + training.epochs());
  }

  /** The learning rate that was asked for, and what became of it, for people. */
  public String learningRate() {
    return outcome
        .map(known -> known.learningRate(training))
        .orElseGet(() -> training.learningRate().text());
  }

  /**
   * The data that were found.
   *
   * @param name the set's name
   * @param source where it came from
   * @param train number of training images
   * @param validation number of validation images
   * @param test number of test images
   * @param checksum SHA-256 of all pixels and labels
   */
  public record DatasetInfo(
      String name, String source, int train, int validation, int test, String checksum) {
    /** What was found in these data. */
    public static DatasetInfo of(Dataset data, DatasetSummary summary) {
      return new DatasetInfo(
          data.name(),
          data.source(),
          data.train().count(),
          data.validation().count(),
          data.test().count(),
          summary.checksum());
    }
  }
}
