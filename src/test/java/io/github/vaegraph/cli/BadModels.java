package io.github.vaegraph.cli;

import static io.github.vaegraph.cli.BadFile.changed;
import static io.github.vaegraph.cli.BadFile.cut;
import static io.github.vaegraph.cli.BadFile.model;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Damaged copies of the exported model that comes with the repository, and damaged runs. */
final class BadModels {
  private static final Path SOUND = Path.of("savedmodel", "digits", "1");
  private static final String GRAPH = "saved_model.pb";
  private static final String INDEX = "variables/variables.index";
  private static final String DATA = "variables/variables.data-00000-of-00001";
  private static final String CONFIG = "assets.extra/config.json";

  private BadModels() {}

  static List<BadFile> all() {
    List<BadFile> all = new ArrayList<>(savedModels());
    all.addAll(configurations());
    return all;
  }

  private static List<BadFile> savedModels() {
    return List.of(
        damaged("savedmodel-empty", GRAPH, bytes -> new byte[0], "SavedModel"),
        damaged("savedmodel-of-one-byte", GRAPH, bytes -> cut(bytes, 1), "SavedModel"),
        damaged("savedmodel-cut-in-half", GRAPH, b -> cut(b, b.length / 2), "SavedModel"),
        damaged("savedmodel-cut-at-the-end", GRAPH, b -> cut(b, b.length - 1), "SavedModel"),
        damaged("savedmodel-of-text", GRAPH, b -> "no protocol buffer".getBytes(UTF_8), "SavedM"),
        damaged(
            "savedmodel-of-another-tag", GRAPH, b -> renamed(b, "serve", "other"), "SavedModel"),
        damaged(
            "savedmodel-of-another-signature",
            GRAPH,
            b -> renamed(b, "reconstruct", "reconstrukt"),
            "reconstruct"),
        damaged("savedmodel-index-empty", INDEX, bytes -> new byte[0], "SavedModel"),
        damaged("savedmodel-index-cut", INDEX, b -> cut(b, b.length / 2), "SavedModel"),
        damaged("savedmodel-index-without-end", INDEX, b -> cut(b, b.length - 48), "SavedModel"),
        damaged("savedmodel-index-of-noise", INDEX, b -> changed(b, 20, b[20] ^ 85), "SavedModel"),
        damaged("savedmodel-variables-empty", DATA, bytes -> new byte[0], "SavedModel"),
        damaged("savedmodel-variables-cut", DATA, b -> cut(b, b.length - 1), "SavedModel"),
        copy("savedmodel-without-variables", f -> gone(f.resolve(DATA)), "SavedModel"),
        copy("savedmodel-without-index", f -> gone(f.resolve(INDEX)), "variables.index"),
        copy("savedmodel-that-is-a-folder", f -> folder(f.resolve(GRAPH)), "saved_model.pb"),
        copy("savedmodel-index-that-is-a-folder", f -> folder(f.resolve(INDEX)), "variables.index"),
        copy("savedmodel-of-a-terabyte", f -> sparse(f.resolve(GRAPH)), "SavedModel"));
  }

  private static List<BadFile> configurations() {
    return List.of(
        config("config-empty", "", UTF_8),
        config("config-of-null", "null", UTF_8),
        config("config-of-a-list", "[]", UTF_8),
        config("config-cut", "{\"command\": [", UTF_8),
        config("config-of-another-type", "{\"command\": 5}", UTF_8, "command"),
        config("config-of-unknown-keys", "{\"commands\": []}", UTF_8, "command"),
        config("config-of-two-values", "{} {}", UTF_8),
        config("config-nested-too-deep", "[".repeat(1 << 20), UTF_8),
        config("config-of-a-long-number", "{\"command\": " + "9".repeat(1 << 20) + "}", UTF_8),
        config("config-in-utf-16", "{}", UTF_16LE),
        config("config-with-a-wrong-character", "{\"comm\u00e4nd\": []}", UTF_16LE),
        copy("config-of-a-terabyte", f -> sparse(f.resolve(CONFIG)), "config.json"),
        copy("config-that-is-a-folder", f -> folder(f.resolve(CONFIG)), "config.json"),
        model(
            "run-of-a-folder", f -> folder(f.resolve("config.json")).resolveSibling(""), "neither"),
        model("run-of-an-empty-configuration", f -> run(f, ""), "config.json"),
        model("run-without-checkpoint", BadModels::runWithoutCheckpoint, "checkpoint"));
  }

  private interface Damage {
    byte[] of(byte[] bytes);
  }

  /** A copy of the model with one file damaged. */
  private static BadFile damaged(String name, String file, Damage damage, String... words) {
    return copy(
        name,
        folder ->
            Files.write(folder.resolve(file), damage.of(Files.readAllBytes(folder.resolve(file)))),
        words);
  }

  private static BadFile config(String name, String text, Charset charset, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("config.json");
    return damaged(name, CONFIG, bytes -> text.getBytes(charset), all.toArray(String[]::new));
  }

  private static BadFile copy(String name, BadFile.Writer damage, String... words) {
    return model(
        name,
        folder -> {
          try (Stream<Path> files = Files.walk(SOUND)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
              Path copy = folder.resolve(SOUND.relativize(file));
              Files.createDirectories(copy.resolveSibling(""));
              Files.copy(file, copy);
            }
          }
          damage.write(folder);
          return folder;
        },
        words);
  }

  private static byte[] renamed(byte[] bytes, String from, String to) {
    String text = new String(bytes, ISO_8859_1);
    return text.replace(from, to).getBytes(ISO_8859_1);
  }

  private static Path gone(Path file) throws IOException {
    Files.delete(file);
    return file;
  }

  private static Path folder(Path file) throws IOException {
    Unfinished.delete(file);
    return Files.createDirectory(file);
  }

  private static Path sparse(Path file) throws IOException {
    return BadTables.sparse(file);
  }

  private static Path run(Path folder, String config) throws IOException {
    Files.writeString(folder.resolve("config.json"), config);
    return folder;
  }

  private static Path runWithoutCheckpoint(Path folder) throws IOException {
    Files.copy(SOUND.resolve(CONFIG), folder.resolve("config.json"));
    return folder;
  }
}
