package io.github.vaegraph.source.file;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the name of an array in an archive says: {@code x_train}, {@code test_labels}, {@code imgs}.
 *
 * @param split whose images, labels or factors these are; empty: the whole set's
 */
record NpzNames(Optional<SplitName.Kind> split, Kind kind) {
  /** What an array holds. */
  enum Kind {
    IMAGES,
    LABELS,
    FACTORS
  }

  /** What dSprites calls its factors. */
  static final String SPRITES_FACTORS = "latents_classes";

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    List.of("x", "images", "image", "imgs", "img", "data", "samples")
        .forEach(word -> KINDS.put(word, Kind.IMAGES));
    List.of("y", "labels", "label", "targets", "target", "classes")
        .forEach(word -> KINDS.put(word, Kind.LABELS));
    KINDS.put("factors", Kind.FACTORS);
  }

  /** What a name says, or empty when it is not one of the usual names. */
  static Optional<NpzNames> of(String array) {
    if (array.equals(SPRITES_FACTORS)) {
      return Optional.of(new NpzNames(Optional.empty(), Kind.FACTORS));
    }
    List<String> words = Arrays.asList(array.toLowerCase(Locale.ROOT).split("[_-]", -1));
    if (words.size() == 1) {
      return kind(words.get(0)).map(kind -> new NpzNames(Optional.empty(), kind));
    }
    if (words.size() != 2) {
      return Optional.empty();
    }
    return of(words.get(0), words.get(1)).or(() -> of(words.get(1), words.get(0)));
  }

  private static Optional<NpzNames> of(String split, String kind) {
    return SplitName.Kind.of(split)
        .flatMap(found -> kind(kind).map(k -> new NpzNames(Optional.of(found), k)));
  }

  private static Optional<Kind> kind(String word) {
    return Optional.ofNullable(KINDS.get(word));
  }
}
