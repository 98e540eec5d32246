package io.github.vaegraph.cli;

import io.github.vaegraph.cli.Variation.Point;
import io.github.vaegraph.run.CommandWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Trains what is left of a sweep, so many at once, and ranks what there is. */
final class SweepJob {
  private final Path folder;
  private final List<Point> points;
  private final List<SweepRun> runs;
  private final int jobs;
  private final Console console;
  private final List<ChildRun> underWay = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;

  SweepJob(Path folder, List<Point> points, List<SweepRun> runs, int jobs, Console console) {
    this.folder = folder;
    this.points = points;
    this.runs = runs;
    this.jobs = jobs;
    this.console = console;
  }

  /**
   * Does what is left. Ctrl-C reaches the trainings too; who ends this program alone ends them.
   *
   * @throws IOException when a training fails, or something cannot be written
   */
  void run() throws IOException {
    Thread hook = new Thread(this::stop, "sweep");
    Runtime.getRuntime().addShutdownHook(hook);
    List<String> failed;
    try {
      failed = train();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is shutting down already: the hook is at it.
      }
    }
    if (stopping) {
      return;
    }
    SweepRanking ranking = SweepRanking.of(points, runs);
    ranking.write(folder);
    ranking.print(console);
    console.print("");
    console.print("report    " + folder.resolve(SweepRanking.PAGE));
    ranking
        .best()
        .ifPresent(best -> console.print("next: vae export " + CommandWords.quoted(best)));
    if (!failed.isEmpty()) {
      throw new IOException(
          "%d of %d trainings failed: %s; go on with: vae sweep --resume %s"
              .formatted(
                  failed.size(),
                  runs.size(),
                  String.join(", ", failed),
                  CommandWords.quoted(folder)));
    }
  }

  /** The JVM ends when all is saved. */
  private void stop() {
    stopping = true;
    underWay.forEach(ChildRun::stop);
    console.note(
        "stopped; all is saved, go on with: vae sweep --resume " + CommandWords.quoted(folder));
  }

  /** Returns what failed. */
  private List<String> train() throws IOException {
    List<String> failed = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      if (!runs.get(i).finished()) {
        left.add(i);
      }
    }
    if (left.size() < runs.size()) {
      console.note("%d of %d are done".formatted(runs.size() - left.size(), runs.size()));
    }
    boolean watched = console.terminal() && jobs == 1;
    List<Started> started = new ArrayList<>();
    for (int number : left) {
      if (stopping) {
        break;
      }
      SweepRun run = runs.get(number);
      console.note(
          "train %d of %d: %s".formatted(number + 1, runs.size(), points.get(number).name()));
      Optional<Path> log = watched ? Optional.empty() : Optional.of(log(run));
      if (log.isPresent()) {
        Files.deleteIfExists(log.get()); // or a link would be followed
      }
      ChildRun child = ChildRun.start(run.left(), log);
      underWay.add(child);
      if (stopping) {
        child.stop(); // the hook may have looked before
      }
      started.add(new Started(run, child, log));
      while (started.size() >= jobs) {
        harvest(started, failed);
      }
    }
    while (!started.isEmpty()) {
      harvest(started, failed);
    }
    return failed;
  }

  private record Started(SweepRun run, ChildRun child, Optional<Path> log) {}

  /** Waits for one to end. */
  private void harvest(List<Started> started, List<String> failed) throws IOException {
    ChildRun.awaitAny(started.stream().map(Started::child).toList());
    Started ended = started.stream().filter(s -> !s.child.alive()).findFirst().orElseThrow();
    int status = ended.child.status();
    started.remove(ended);
    underWay.remove(ended.child);
    if (status == 0 || stopping) {
      return;
    }
    String said = ended.log.isEmpty() ? "its words stand above" : lastLine(ended.log.get());
    if (!ended.run.begun()) {
      // So would the others.
      underWay.forEach(ChildRun::stop);
      throw new IOException("%s: %s".formatted(ended.run.folder().getFileName(), said));
    }
    String name = String.valueOf(ended.run.folder().getFileName());
    console.warn("%s ended with status %d: %s".formatted(name, status, said));
    failed.add(name);
  }

  private static Path log(SweepRun run) {
    return run.folder().resolveSibling(run.folder().getFileName() + ".log");
  }

  private static String lastLine(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }
}
