package io.github.vaegraph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the documents: the README, what tools look for beside it, or a page of the site.
 *
 * @param path from the repository's root
 * @param text with the comments of HTML taken out
 */
public record Document(Path path, String text) {
  /** The site's pages. */
  public static final Path PAGES = Path.of("src", "site", "markdown");

  private static final Pattern FENCED =
      Pattern.compile("^```(\\w*)\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

  /** All of them. */
  public static List<Document> all() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (Path folder : List.of(Path.of(""), Path.of("savedmodel"), PAGES)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(paths::add);
      }
    }
    List<Document> all = new ArrayList<>();
    for (Path path : paths) {
      all.add(read(path));
    }
    return all;
  }

  /** One of them. */
  public static Document read(Path path) throws IOException {
    String text = Files.readString(path).replaceAll("(?s)<!--.*?-->", "");
    return new Document(path, text);
  }

  /** The blocks that are fenced as code of this language. */
  public List<String> fenced(String language) {
    return FENCED
        .matcher(text)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .toList();
  }

  /** The lines of blocks that are code by their indentation. */
  public List<String> indented() {
    return unfenced().lines().filter(l -> l.startsWith("    ")).map(String::strip).toList();
  }

  /** What stands as code within a sentence or a table. */
  public List<String> inline() {
    return INLINE.matcher(unfenced()).results().map(code -> code.group(1)).toList();
  }

  /** Where this pattern occurs outside of fenced code. */
  public Stream<String> found(Pattern pattern) {
    return pattern.matcher(unfenced()).results().map(match -> match.group(1));
  }

  private String unfenced() {
    Matcher blocks = FENCED.matcher(text);
    return blocks.replaceAll("");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
