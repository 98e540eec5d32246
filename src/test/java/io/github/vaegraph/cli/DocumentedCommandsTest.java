package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.vaegraph.Document;
import io.github.vaegraph.data.ImageShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@code vae ...} in the documents is read by the command it names, up to where it would
 * begin its work; and every option that is spoken of is one.
 */
final class DocumentedCommandsTest {
  /** A command line, perhaps after a variable's value, with nothing of a shell behind it. */
  private static final Pattern VAE = Pattern.compile("(?:\\w+=\\S+ )*(?:\\./)?vae (.*)");

  /** A shell's further commands, and its comments. */
  private static final Pattern SHELL = Pattern.compile("\\s*(?:&&|\\||;)\\s*|\\s+# .*");

  /** Programs with options of their own. */
  private static final Set<String> OTHERS = Set.of("docker", "osv-scanner", "mvn", "python3");

  static List<Document> documents() throws IOException {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linesToCopyAreUnderstood(Document document) {
    assertThat(
            Stream.concat(document.indented().stream(), shell(document))
                .flatMap(SHELL::splitAsStream))
        .allSatisfy(line -> words(line).ifPresent(words -> read(words, true)));
  }

  private static Stream<String> shell(Document document) {
    return document.fenced("sh").stream().flatMap(String::lines);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void commandsWithinSentencesAreUnderstood(Document document) {
    assertThat(document.inline())
        .allSatisfy(code -> words(code).ifPresent(words -> read(words, false)));
  }

  /** One option, or all that make a training. */
  @ParameterizedTest
  @MethodSource("documents")
  void optionsThatAreSpokenOfExist(Document document) {
    assertThat(document.inline().stream().filter(code -> code.matches("--[a-z][a-z-]*( .*)?")))
        .filteredOn(code -> !othersOptions(document).contains(code.replaceAll(" .*", "")))
        .allSatisfy(
            code -> {
              List<String> options = List.of(code.split(" ", -1));
              assertThat(Commands.ALL).as(code).anyMatch(command -> knows(command, options));
              if (knows(named("train"), options) && values(options) && alone(options)) {
                read(join("train", options), false);
              }
            });
  }

  /** Those of the programs that are called in the same document. */
  private static Set<String> othersOptions(Document document) {
    Set<String> options = new TreeSet<>(Set.of("--help"));
    document.inline().stream()
        .filter(code -> OTHERS.contains(code.replaceAll(" .*", "")) || code.startsWith("src/"))
        .flatMap(code -> Stream.of(code.split(" ")))
        .forEach(options::add);
    if (document.inline().contains("osv-scanner scan source -L target/bom.json")) {
      options.addAll(Set.of("--offline", "--offline-vulnerabilities"));
    }
    if (document.inline().contains("src/interop/notebooks/run")) {
      options.add("--refresh");
    }
    return options;
  }

  private static boolean knows(Command command, List<String> words) {
    Options options = command.options();
    return words.stream()
        .filter(word -> word.startsWith("--"))
        .allMatch(word -> options.hasLongOption(word.substring(2)));
  }

  /** Whether options have their values, and not the letters that stand for them. */
  private static boolean values(List<String> words) {
    return words.size() > 1
        && words.stream().noneMatch(word -> word.matches("[A-Z]|HxW(\\[xC\\])?"));
  }

  /** Not a sigma without the likelihood that has it. */
  private static boolean alone(List<String> words) {
    return !words.contains("--sigma") || words.contains("--likelihood");
  }

  @Test
  void everyCommandIsShownSomewhere() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (Document document : Document.all()) {
      Stream.concat(document.inline().stream(), document.indented().stream())
          .flatMap(code -> words(code).stream())
          .forEach(words -> shown.add(words.get(0)));
    }
    assertThat(shown).containsAll(Commands.ALL.stream().map(Command::name).toList());
  }

  @Test
  void whatIsWrongInADocumentIsFound() {
    assertThatThrownBy(() -> read(List.of("train", "--epoch", "3"), true))
        .hasMessageContaining("did you mean --epochs?");
    assertThatThrownBy(() -> read(List.of("trian"), true)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> read(List.of("inspect"), true)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> read(List.of("train", "--likelihood", "gausian"), true))
        .hasMessageContaining("gausian");
  }

  /** What follows {@code vae}, if that is what is called. */
  private static Optional<List<String>> words(String code) {
    var line = VAE.matcher(code.strip());
    if (!line.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Stream.of(line.group(1).split("\\s+")).map(word -> word.replaceAll("[\"']", "")).toList());
  }

  private static List<String> join(String first, List<String> rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(rest);
    return all;
  }

  /**
   * Reads a command line as the program does.
   *
   * @param whole whether its operands have to be there
   */
  private static void read(List<String> given, boolean whole) {
    if (given.get(0).matches("--version|help")) {
      return;
    }
    Command command = named(given.get(0));
    List<String> words = new ArrayList<>(given);
    Option last = command.options().getOption(words.get(words.size() - 1));
    if (!whole && last != null && last.hasArg()) {
      words.add("N"); // of which the sentence speaks
    }
    Arguments arguments = CommandParser.parse(command, words);
    int operands = arguments.operands().size();
    if (whole || operands > 0) {
      assertThat(command.takes(operands)).as("operands of vae " + words).isTrue();
    }
    boolean placeholders = words.stream().anyMatch(word -> word.matches("[A-Z]"));
    if (command.name().equals("train") && !arguments.has("resume") && !placeholders) {
      TrainingArguments.read(
          arguments, ModelArguments.read(arguments, new ImageShape(28, 28, 1), Optional.empty()));
      DataArguments.read(arguments, TrainCommand.DEFAULT_DATA);
    }
  }

  private static Command named(String name) {
    List<Command> found =
        Commands.ALL.stream().filter(command -> command.name().equals(name)).toList();
    assertThat(found).as("the command vae " + name).hasSize(1);
    return found.get(0);
  }
}
