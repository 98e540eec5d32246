package io.github.vaegraph.run;

import io.github.vaegraph.model.ModelConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The words a run was started with. They are for people; runs of before {@link Wanted} was recorded
 * say in them alone what was wanted.
 *
 * @param words as they were typed; none where the run was started from Java
 */
public record CommandWords(List<String> words) {
  /** Copies the words. */
  public CommandWords {
    words = List.copyOf(words);
  }

  /** A word as a shell takes it for one. */
  public static String quoted(String word) {
    return word.matches("[\\w./,:=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A path as a word to be typed. */
  public static String quoted(Path path) {
    String text = path.toString();
    if (path.getFileSystem().getSeparator().equals("\\")) { // Windows knows double quotes alone
      return text.matches("[^\\s&|<>^()%!]+") ? text : '"' + text + '"';
    }
    return quoted(text);
  }

  /** Whether there is such an option, with a value or without. */
  public boolean has(String option) {
    return words.contains("--" + option) || value(option).isPresent();
  }

  /** What was typed after an option, or after its equals sign. */
  public Optional<String> value(String option) {
    int at = words.indexOf("--" + option);
    if (at >= 0 && at + 1 < words.size()) {
      return Optional.of(words.get(at + 1));
    }
    String start = "--" + option + "=";
    return words.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst();
  }

  /**
   * What was wanted of a run that does not record it.
   *
   * @param data the data set's name
   */
  Wanted wanted(ModelConfig model, String data) {
    Wanted usual = Wanted.usual(model, data);
    Wanted.Export export =
        new Wanted.Export(
            value("out").map(Path::of).orElse(Wanted.Export.BASE),
            value("name").orElse(Wanted.Export.named(data)));
    return new Wanted(
        value("samples").map(Integer::parseInt).orElse(usual.samples()),
        has("no-export") ? Optional.empty() : Optional.of(export),
        has("tensorboard"),
        Weights.LAST);
  }
}
