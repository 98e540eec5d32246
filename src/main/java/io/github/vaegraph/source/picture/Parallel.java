package io.github.vaegraph.source.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks at many files at once. */
final class Parallel {
  private Parallel() {}

  /** What is done with one file. */
  interface Step {
    void run(int index, Path file) throws IOException;
  }

  /** What is asked of one file. */
  interface Question {
    boolean ask(Path file) throws IOException;
  }

  /** Does something with each file. */
  static void each(List<Path> files, Step step) throws IOException {
    try {
      IntStream.range(0, files.size()).parallel().forEach(i -> run(step, i, files.get(i)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The first file for which the answer is yes; those after it need not be asked. */
  static Optional<Path> first(List<Path> files, Question question) throws IOException {
    try {
      return files.parallelStream().filter(file -> ask(question, file)).findFirst();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static void run(Step step, int index, Path file) {
    try {
      step.run(index, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean ask(Question question, Path file) {
    try {
      return question.ask(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
