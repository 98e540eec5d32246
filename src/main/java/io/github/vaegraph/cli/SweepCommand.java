package io.github.vaegraph.cli;

import io.github.vaegraph.cli.Variation.Point;
import io.github.vaegraph.io.Durable;
import io.github.vaegraph.run.CommandWords;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.SweepConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code vae sweep}: a training for every combination of some options' values, ranked. */
final class SweepCommand extends Command {
  /** Of a single run, or of none here: nothing is exported before somebody has chosen. */
  private static final Set<String> NOT_HERE =
      Set.of("resume", "run", "out", "name", "next-version", "no-export", "config");

  private final TrainCommand train = new TrainCommand();

  SweepCommand() {
    super(
        "sweep",
        NO_OPERANDS,
        "train every combination of some options' values, and rank them",
        "vae sweep --vary latent-dim=2,8,16 --vary beta=0.5,1 --data mnist --epochs 20");
  }

  @Override
  void addOptions(Options options) {
    options.addOption(
        Option.builder()
            .longOpt("vary")
            .hasArg()
            .argName("NAME=V1,V2")
            .desc(
                "an option of vae train and the values it takes, as latent-dim=2,8; with semicolons"
                    + " between values that have commas, as 'hidden=400;200,200'; more than once"
                    + " for all combinations")
            .get());
    Arguments.add(options, "runs", "DIR", "the folder of the runs (default: sweeps/<data>-<time>)");
    Arguments.add(
        options, "jobs", "N", "how many trainings go at once, which share the cores (default: 1)");
    Arguments.add(
        options, "resume", "DIR", "go on with an interrupted sweep, with its own options");
    train.options().getOptions().stream()
        .filter(option -> !NOT_HERE.contains(option.getLongOpt()))
        .forEach(options::addOption);
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    int jobs = arguments.integer("jobs").orElse(1);
    if (jobs < 1) {
      throw new IllegalArgumentException("--jobs: expected 1 or more, found " + jobs);
    }
    Optional<Path> resumed = arguments.path("resume");
    Path folder;
    List<String> words;
    if (resumed.isPresent()) {
      arguments.refuse(
          "to a sweep that goes on with its own options",
          name -> !Set.of("resume", "jobs").contains(name));
      folder = resumed.get();
      if (!Files.isRegularFile(folder.resolve(SweepConfig.FILE))) {
        throw new IOException(
            "%s: expected a sweep's folder, found %s; a run goes on with vae train --resume"
                .formatted(folder, Files.exists(folder) ? "no sweep.json in it" : "nothing there"));
      }
      words = Json.read(folder.resolve(SweepConfig.FILE), SweepConfig.class).words();
    } else {
      words = words(arguments, jobs);
      folder = folder(arguments);
    }
    List<Point> points = points(words);
    for (Point point : points) {
      train.check(trained(words, point));
    }
    if (resumed.isEmpty()) {
      begin(folder, words);
    }
    List<SweepRun> runs = new ArrayList<>();
    for (Point point : points) {
      runs.add(new SweepRun(folder.resolve(point.name()), trained(words, point)));
    }
    new SweepJob(folder, points, runs, jobs, console).run();
  }

  /** The words that repeat it: all but where it lies and how many go at once. */
  private static List<String> words(Arguments arguments, int jobs) {
    List<String> words = new ArrayList<>();
    arguments.each(
        (name, value) -> {
          if (!Set.of("runs", "jobs").contains(name)) {
            words.add(
                value
                    .map(text -> "--%s=%s".formatted(name, fromEverywhere(name, text)))
                    .orElse("--" + name));
          }
        });
    if (!arguments.has("towers") && words.stream().noneMatch(w -> w.startsWith("--vary=towers="))) {
      // Recorded, as the weights' last bits depend on it.
      int cores = Runtime.getRuntime().availableProcessors();
      if (jobs > 1) {
        words.add("--towers=" + Math.max(1, cores / jobs));
      }
    }
    return words;
  }

  /** A sweep may go on from another folder, where a relative path leads nowhere. */
  private static String fromEverywhere(String option, String text) {
    return switch (option) {
      case "data" -> DataArguments.absolute(text);
      case "data-dir" -> Path.of(text).toAbsolutePath().normalize().toString();
      default -> text;
    };
  }

  private List<Point> points(List<String> words) {
    List<Variation> variations =
        words.stream()
            .filter(word -> word.startsWith("--vary="))
            .map(word -> Variation.read(word.substring("--vary=".length())))
            .toList();
    if (variations.isEmpty()) {
      throw new IllegalArgumentException(
          "--vary: expected an option and its values, as latent-dim=2,8, found nothing");
    }
    Set<String> seen = new HashSet<>();
    for (Variation variation : variations) {
      String option = variation.option();
      if (!options().hasLongOption(option)
          || !options().getOption(option).hasArg()
          || Set.of("vary", "runs", "jobs", "resume").contains(option)) {
        throw new IllegalArgumentException(
            "--vary: expected an option of vae train that takes a value, found %s%s"
                .formatted(
                    option,
                    options().hasLongOption(option)
                        ? ""
                        : OptionSynonyms.suggestion("--" + option, options())));
      }
      if (!seen.add(option) || words.stream().anyMatch(w -> w.startsWith("--" + option + "="))) {
        throw new IllegalArgumentException(
            "--vary %s: expected it once, found --%s as well".formatted(option, option));
      }
    }
    List<Point> points = Variation.points(variations);
    if (points.stream().map(Point::name).distinct().count() < points.size()) {
      throw new IllegalArgumentException(
          "--vary: expected values that make names of folders that differ, found "
              + points.stream().map(Point::name).toList());
    }
    return points;
  }

  /** The words of one training. */
  private static List<String> trained(List<String> words, Point point) {
    List<String> all = new ArrayList<>(List.of("train"));
    words.stream().filter(word -> !word.startsWith("--vary=")).forEach(all::add);
    all.addAll(point.words());
    all.add("--no-export");
    return all;
  }

  private static Path folder(Arguments arguments) {
    String data = arguments.text("data").orElse(TrainCommand.DEFAULT_DATA);
    Path name = Arguments.path("--data", data).toAbsolutePath().normalize().getFileName();
    return arguments
        .path("runs")
        .orElse(Path.of("sweeps", (name == null ? "data" : name) + "-" + TrainCommand.time()));
  }

  private static void begin(Path folder, List<String> words) throws IOException {
    if (Files.exists(folder.resolve(SweepConfig.FILE))) {
      throw new IOException(
          "%s: expected a new folder, found a sweep; go on with: vae sweep --resume %s"
              .formatted(folder, CommandWords.quoted(folder)));
    }
    if (Files.exists(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(
              folder + ": expected an empty folder for the sweep, found files in it; try --runs");
        }
      }
    }
    Files.createDirectories(folder);
    Durable.replace(folder.resolve(SweepConfig.FILE), Json.pretty(new SweepConfig(words)));
  }
}
