package io.github.vaegraph.source.file;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a folder, file or array that may be a split's, as Train, test_set, val-images or
 * seg_train.
 *
 * @param split which one
 * @param rest what else is in the name, as seg; mostly nothing
 */
public record SplitName(Kind split, String rest) {
  /** The splits, and the words for them. */
  public enum Kind {
    TRAIN("train|training|trainings|trn|treino|entrenamiento|entra[iî]nement|apprentissage"),
    VALIDATION(
        "validation|validations|validate|valid|val|dev|validierungs?|validacion|validación|validação|validacao"),
    TEST("test|testing|tst|teste|tests|pruebas?|t10k");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** The split's name. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The split that a word, in small letters, stands for. */
    static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(kind -> word.matches(kind.words)).findFirst();
    }
  }

  /** Words that make no difference. */
  private static final String FILLING = "(set|data|daten|images?|imgs?|pictures?|split|folder|dir)";

  /** As in mytrain and mytest; contest and latest have no train beside them. */
  private static final Pattern WITHIN =
      Pattern.compile("(\\p{L}+?)(training|train|validation|valid|val|testing|test)");

  /** Reads a folder's name; empty where it has nothing of a split. */
  public static Optional<SplitName> of(String folder) {
    String[] words =
        folder
            .replaceAll("(?<=\\p{Lower})(?=\\p{Upper})", " ") // TrainSet
            .toLowerCase(Locale.ROOT)
            .replaceAll("(?<=\\p{Alpha})(?=\\d)", " ") // test1
            .split("[^\\p{IsAlphabetic}\\p{IsDigit}]+", -1);
    Optional<Kind> found = Optional.empty();
    StringBuilder rest = new StringBuilder();
    for (String word : words) {
      String bare = word.replaceFirst(FILLING + "$", "");
      Optional<Kind> kind = Kind.of(bare);
      Matcher within = WITHIN.matcher(bare);
      if (kind.isPresent() && found.isEmpty()) {
        found = kind;
      } else if (found.isEmpty() && within.matches()) {
        found = Kind.of(within.group(2));
        rest.append(within.group(1)).append(' ');
      } else if (!word.matches(FILLING + "|\\d*")) {
        rest.append(word).append(' ');
      }
    }
    return found.map(kind -> new SplitName(kind, rest.toString().strip()));
  }

  /** Folders named as splits, and by nothing else unless others are named alike: seg_test. */
  public static Map<String, Kind> among(Set<String> folders) {
    Map<String, SplitName> names = new TreeMap<>();
    folders.forEach(folder -> of(folder).ifPresent(name -> names.put(folder, name)));
    Map<String, Set<Kind>> kinds = new HashMap<>();
    names
        .values()
        .forEach(
            name -> kinds.computeIfAbsent(name.rest(), r -> new HashSet<>()).add(name.split()));
    Map<String, Kind> named = new TreeMap<>();
    names.forEach(
        (folder, name) -> {
          Set<Kind> alike = kinds.getOrDefault(name.rest(), Set.of());
          if (name.rest().isEmpty() || (alike.size() > 1 && alike.contains(Kind.TRAIN))) {
            named.put(folder, name.split());
          }
        });
    return named;
  }
}
