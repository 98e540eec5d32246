package io.github.vaegraph.run;

import java.util.List;

/**
 * What repeats a sweep: {@code sweep.json}.
 *
 * @param words of {@code vae sweep}, those that say where it lies and how many go at once left out
 */
public record SweepConfig(List<String> words) {
  /** Its file's name. */
  public static final String FILE = "sweep.json";

  /** Copies the words. */
  public SweepConfig {
    words = List.copyOf(words);
  }
}
