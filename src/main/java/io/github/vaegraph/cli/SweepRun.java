package io.github.vaegraph.cli;

import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One training of a sweep.
 *
 * @param folder its run's
 * @param words that train it, but for its folder
 */
record SweepRun(Path folder, List<String> words) {
  /** Whether nothing is left to do. */
  boolean finished() throws IOException {
    if (!RunDirectory.isRun(folder)) {
      return false;
    }
    RunDirectory run = RunDirectory.open(folder);
    RunConfig config = run.config();
    return run.finished(config).isPresent();
  }

  /** Whether there is something to go on with. */
  boolean begun() {
    return RunDirectory.isRun(folder);
  }

  /** The words that do what is left. */
  List<String> left() {
    if (begun()) {
      return List.of("train", "--resume", folder.toString());
    }
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--run", folder.toString()));
    return all;
  }
}
