package io.github.vaegraph.source;

import io.github.vaegraph.data.ReadOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** Which options mean anything to what is read. */
final class OptionUses {
  /** What is read, as far as it decides which options mean anything. */
  enum Content {
    IDX,
    NPY,
    NPZ,
    TABLE,
    BITS,
    PICTURES
  }

  private static final Use ARRAYS =
      new Use("CSV, NPY, NPZ and IDX files", Content.TABLE, Content.NPY, Content.NPZ, Content.IDX);

  /** What an option, by its name in Java, is for; one that is not here is for everything. */
  private static final Map<String, Use> USES =
      Map.ofEntries(
          Map.entry("channels", new Use("folders of pictures", Content.PICTURES)),
          Map.entry("damaged", new Use("folders of pictures", Content.PICTURES)),
          Map.entry("labelColumn", new Use("CSV files", Content.TABLE)),
          Map.entry("ignoredColumns", new Use("CSV files", Content.TABLE)),
          Map.entry("arrays", new Use("NPZ files", Content.NPZ)),
          Map.entry("minValue", ARRAYS),
          Map.entry(
              "maxValue",
              new Use(
                  "CSV, NPY, NPZ and IDX files and pictures",
                  Content.TABLE,
                  Content.NPY,
                  Content.NPZ,
                  Content.IDX,
                  Content.PICTURES)),
          Map.entry("layout", ARRAYS),
          Map.entry("transpose", ARRAYS));

  private record Use(String words, Set<Content> contents) {
    Use(String words, Content... contents) {
      this(words, Set.of(contents));
    }
  }

  private OptionUses() {}

  /**
   * Refuses options that would do nothing.
   *
   * @param given what was asked for this path
   * @throws IllegalArgumentException when one is for other things than it leads to
   */
  static void refuseOthers(Path path, Content content, ReadOptions given) {
    for (String option : given.said().keySet()) {
      Use use = USES.get(option);
      if (use != null && !use.contents.contains(content)) {
        throw new IllegalArgumentException(
            "%s: %s(...) is for %s, which this is not; leave it out"
                .formatted(path, option, use.words));
      }
    }
  }
}
