package io.github.vaegraph.choice;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** What somebody may have meant by a word that is none of those known. */
public final class Suggestion {
  private Suggestion() {}

  /** {@code ", did you mean gaussian?"}; empty where no known word is near. */
  public static String of(String unknown, Stream<String> known) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    Optional<String> nearest =
        known
            .filter(word -> distance.apply(unknown, word) <= Math.max(2, word.length() / 3))
            .min(Comparator.comparing(word -> distance.apply(unknown, word)));
    return nearest.map(word -> ", did you mean " + word + "?").orElse("");
  }
}
