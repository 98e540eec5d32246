package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vaegraph.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on logs names every field that a run and an export have, and no other. */
final class DocumentedFieldsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("");

  @Test
  void everyFieldIsNamedInItsSection() throws IOException {
    Path run = folder.resolve("run");
    Path models = folder.resolve("models");
    Path data = TinyData.idx(folder.resolve("data"));
    List<String> model = List.of("--conditional", "--likelihood", "gaussian:learned");
    List<String> out = List.of("--out", models.toString(), "--name", "tiny");
    Vae.train(data, run, Stream.concat(model.stream(), out.stream()).toArray(String[]::new))
        .succeeded();
    Path checkpoint;
    try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
      checkpoint = checkpoints.findFirst().orElseThrow();
    }
    assertFields("config.json", models.resolve("tiny/1/assets.extra/config.json"));
    assertFields("metrics.jsonl", run.resolve("metrics.jsonl"));
    assertFields("evaluation.json", run.resolve("evaluation.json"));
    assertFields("completion.json", run.resolve("completion.json"));
    assertFields("checkpoints/step-000012000/", checkpoint.resolve("state.json"));
    Path serving = models.resolve("tiny/1/assets.extra/serving.json");
    assertThat(section("Beside an export")).containsAll(fields(serving));
  }

  @Test
  void theFormatIsSpokenOf() throws IOException {
    assertThat(Document.read(Document.PAGES.resolve("logs.md")).inline()).contains("format");
  }

  private static void assertFields(String section, Path file) throws IOException {
    assertThat(section(section)).as(section).isEqualTo(fields(file));
  }

  /** The fields of the section's table, or all code where it has none. */
  private static Set<String> section(String title) throws IOException {
    String page = Document.read(Document.PAGES.resolve("logs.md")).text();
    String text =
        Stream.of(page.split("(?m)^## ", -1))
            .filter(section -> section.startsWith(title + "\n"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no section " + title));
    List<String> rows = text.lines().filter(line -> line.startsWith("| `")).toList();
    String table = rows.isEmpty() ? text : String.join("\n", firstColumn(rows));
    Set<String> fields = new TreeSet<>();
    for (String code : new Document(Path.of("logs.md"), table).inline()) {
      fields.add(code);
    }
    return fields;
  }

  private static List<String> firstColumn(List<String> rows) {
    return rows.stream().map(row -> row.split("(?<!\\\\)\\|", -1)[1]).toList();
  }

  private static Set<String> fields(Path file) throws IOException {
    Set<String> fields = new TreeSet<>();
    String first =
        file.toString().endsWith(".jsonl")
            ? Files.readAllLines(file).get(0)
            : Files.readString(file);
    collect("", JSON.readTree(first), fields);
    fields.remove("format"); // of which the page speaks once, above its sections
    return fields;
  }

  private static void collect(String name, JsonNode node, Set<String> fields) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(e -> collect(prefix + e.getKey(), e.getValue(), fields));
    } else {
      fields.add(name);
    }
  }
}
