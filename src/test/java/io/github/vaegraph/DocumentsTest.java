package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents' lengths, links and the files they speak of, and what the site says of itself. */
final class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private static final Path SOURCES = Path.of("src", "main", "java");

  /** What the build makes when it makes the site. */
  private static final List<String> GENERATED =
      List.of("images/architecture.svg", "apidocs/index.html");

  private static final Pattern FILE =
      Pattern.compile("(?<![\\w/])(?:src|savedmodel|notebooks|\\.ci)/[\\w./-]*\\w");

  static List<Document> documents() throws IOException {
    return Document.all();
  }

  @Test
  void theReadmeTakesFiveMinutes() throws IOException {
    assertThat(Files.readAllLines(Path.of("README.md"))).hasSizeLessThanOrEqualTo(150);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksLeadSomewhere(Document document) {
    boolean page = document.path().startsWith(Document.PAGES);
    assertThat(document.found(LINK).filter(link -> !link.matches("(https?:|#).*")))
        .filteredOn(link -> !(page && GENERATED.contains(link)))
        .allSatisfy(link -> assertThat(target(document, link)).exists());
  }

  /** The site has its pictures beside its pages; here they lie where Maven takes them from. */
  private static Path target(Document document, String link) {
    String file = link.replaceAll("#.*", "");
    boolean picture = document.path().startsWith(Document.PAGES) && file.startsWith("images/");
    return picture
        ? Path.of("src", "site", "resources").resolve(file)
        : document.path().resolveSibling(file);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void filesThatAreNamedAreThere(Document document) {
    Set<String> files = new TreeSet<>();
    Stream.concat(document.inline().stream(), document.indented().stream())
        .flatMap(code -> FILE.matcher(code).results())
        .map(MatchResult::group)
        // What the reader's own export and training will be called.
        .filter(file -> !file.matches("savedmodel/(digits/2|example.*|mine.*)"))
        .forEach(files::add);
    assertThat(files).allSatisfy(file -> assertThat(Path.of(file)).exists());
  }

  @Test
  void theMenuHasEveryPage() throws IOException {
    String menu = Files.readString(Path.of("src", "site", "site.xml"));
    String index = Files.readString(Document.PAGES.resolve("index.md"));
    try (Stream<Path> pages = Files.list(Document.PAGES)) {
      for (Path page : pages.toList()) {
        String name = page.getFileName().toString().replace(".md", "");
        assertThat(menu).contains("href=\"" + name + ".html\"");
        assertThat(index).contains(name.equals("index") ? "" : "(" + name + ".md)");
      }
    }
  }

  @Test
  void theJavadocHasThePublicSurface() throws IOException, ClassNotFoundException {
    List<String> included =
        Pattern.compile("<include>(.*\\.java)</include>")
            .matcher(javadocPlugin())
            .results()
            .map(include -> include.group(1))
            .toList();
    assertThat(PublicApiTest.surface().stream().map(DocumentsTest::source))
        .allMatch(file -> included.stream().anyMatch(include -> matches(include, file)));
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      List<Path> files = sources.map(SOURCES::relativize).toList();
      assertThat(included)
          .allMatch(include -> files.stream().anyMatch(file -> matches(include, file)));
    }
  }

  private static Path source(Class<?> type) {
    return Path.of(type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java");
  }

  private static boolean matches(String include, Path file) {
    return FileSystems.getDefault().getPathMatcher("glob:" + include).matches(file);
  }

  private static String javadocPlugin() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    return pom.substring(pom.indexOf("<artifactId>maven-javadoc-plugin</artifactId>"));
  }
}
