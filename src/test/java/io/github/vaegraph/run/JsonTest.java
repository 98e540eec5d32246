package io.github.vaegraph.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.model.WeightsId;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.Schedules;
import io.github.vaegraph.train.TrainingConfig;
import io.github.vaegraph.train.TrainingState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file's format decides, and what a key means that is absent. */
final class JsonTest {
  private static final Path SEEDS = Path.of("src/test/resources/fuzz");

  /** Written before files said their format. */
  private static final Path OLD = Path.of("savedmodel/digits/1/assets.extra/config.json");

  /** A file of each kind, likewise. */
  private static final Map<Class<? extends Record>, Path> FILES =
      Map.of(
          RunConfig.class, OLD,
          EpochMetrics.class, SEEDS.resolve("metrics/sound"),
          Evaluation.class, SEEDS.resolve("evaluation/sound"),
          Completion.class, SEEDS.resolve("completion/sound"),
          TrainingScores.class, Path.of("src/test/resources/scores.json"),
          WeightsId.class, Path.of("src/test/resources/weights.json"),
          SweepConfig.class, Path.of("src/test/resources/sweep.json"),
          TrainingState.class, SEEDS.resolve("state/sound"));

  static Stream<Format<?>> formats() {
    return Formats.ALL.stream();
  }

  private static String old(Format<?> format) throws IOException {
    String text = Files.readString(FILES.get(format.type()));
    // Of a log the first line.
    return format.type() == EpochMetrics.class ? text.lines().findFirst().orElseThrow() : text;
  }

  private static String numbered(Object number, String text) {
    return text.replaceFirst("\\{", "{ \"format\" : " + number + ",");
  }

  private static RunConfig config(String text) throws IOException {
    return Json.parse(text, RunConfig.class, "config.json");
  }

  /** A key and its value taken out. */
  private static String without(String key, String text) {
    String less = text.replaceFirst("\"" + key + "\" : [^,\\n]*,?", "");
    assertThat(less).isNotEqualTo(text);
    return less.replaceFirst(",(\\s*})", "$1");
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFileSaysItsFormatFirstAndIsReadAgain(Format<?> format) throws IOException {
    Record value = (Record) Json.parse(old(format), format.type(), "old");
    String number = "\"format\" ?: ?%d,".formatted(format.newest());
    assertThat(Json.pretty(value)).matches("(?s)\\{\\s*" + number + ".*\\n");
    assertThat(Json.line(value)).matches("\\{" + number + ".*");
    assertThat(Json.parse(Json.pretty(value), format.type(), "new")).isEqualTo(value);
    assertThat(Json.parse(Json.line(value), format.type(), "new")).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aFileWithoutANumberIsOfTheFirstFormat(Format<?> format) throws IOException {
    assertThat(Json.parse(numbered(1, old(format)), format.type(), "numbered"))
        .isEqualTo(Json.parse(old(format), format.type(), "old"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aNewerFileIsReadWhereItSaysNothingUnknown(Format<?> format) throws IOException {
    String newest = Json.line((Record) Json.parse(old(format), format.type(), "old"));
    String newer = newest.replaceFirst("\"format\":\\d+", "\"format\":99");
    assertThat(newer).isNotEqualTo(newest);
    assertThat(Json.parse(newer, format.type(), "newer"))
        .isEqualTo(Json.parse(newest, format.type(), "newest"));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void anUnknownKeyOfANewerFileIsRefusedNamingBothFormats(Format<?> format) throws IOException {
    String newest = Json.line((Record) Json.parse(old(format), format.type(), "old"));
    String newer = newest.replaceFirst("\"format\":\\d+", "\"format\":99,\"gravity\":9.81");
    assertThatThrownBy(() -> Json.parse(newer, format.type(), "place.json"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("place.json, line 1, gravity: unknown key gravity; ")
        .hasMessageEndingWith(
            "expected format %d at most, found 99, of a newer VaeGraph: update this one",
            format.newest());
  }

  @Test
  void anUnknownKeyOfAKnownFormatIsAMistakeInTheFile() throws IOException {
    String newest = Json.pretty(config(Files.readString(OLD)));
    for (String text : List.of(newest, Files.readString(OLD))) {
      String deep = text.replaceFirst("(\"model\" : \\{)", "$1 \"depth\" : 3,");
      // What was moved from an older format has no line any more.
      assertThatThrownBy(() -> config(deep))
          .isInstanceOf(IOException.class)
          .hasMessageMatching("config.json(, line \\d+)?, model depth: unknown key depth");
    }
  }

  @Test
  void whateverElseIsWrongWithANewerFileNamesBothFormatsAsWell() throws IOException {
    String newest = Json.pretty(config(Files.readString(OLD)));
    String newer = newest.replaceFirst("\"format\" : \\d+", "\"format\" : 99");
    String unheard = newer.replace("\"bernoulli\"", "\"unheard-of\"");
    assertThatThrownBy(() -> config(unheard)).hasMessageContainingAll("unheard-of", "found 99");
    assertThatThrownBy(() -> config(without("epochs", newer)))
        .hasMessageContainingAll("epochs", "found 99");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "\"2\"", "null", "[ 2 ]", "99999999999"})
  void aFormatThatIsNoNumberIsRefused(String number) throws IOException {
    String text = numbered(number, Files.readString(OLD));
    assertThatThrownBy(() -> config(text))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("config.json: format: expected a whole number from 1 on, found ")
        .hasMessageNotContaining("\n");
  }

  /** As if completion.json had counted rounds in format 1, and not told of pictures in format 2. */
  private static final Format<Completion> THIRD =
      new Format<>(Completion.class, List.of(JsonTest::renamed, JsonTest::withPictures));

  private static ObjectNode renamed(ObjectNode first) {
    JsonNode rounds = first.remove("rounds");
    return rounds == null ? first : first.set("epochs", rounds);
  }

  private static ObjectNode withPictures(ObjectNode second) {
    return second.put("drawn", true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { "rounds" : 3,                               | true
          { "format" : 1, "rounds" : 3,                 | true
          { "format" : 2, "epochs" : 3,                 | true
          { "format" : 3, "epochs" : 3, "drawn" : false,| false
          { "format" : 4, "epochs" : 3, "drawn" : false,| false
          """)
  void anOlderFileIsChangedStepByStep(String begin, boolean drawn) throws IOException {
    String text = begin + "\"evaluated\" : true, \"exported\" : null, \"finished\" : false }";
    Completion completion = Json.parse(text, THIRD, "completion.json");
    assertThat(completion)
        .isEqualTo(new Completion(3, Optional.empty(), true, drawn, Optional.empty(), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { "format" : 2, "epochs" : 3, "rounds" : 3 } | unknown key rounds
          { "format" : 4, "rounds" : 3 }     | expected format 3 at most, found 4
          { "rounds" : {} }                  | completion.json, epochs: Cannot deserialize
          { "rounds" : 3, "rounds" : 4 }     | Duplicate field 'rounds'
          { "rounds" : 3, "drawn" : 3, "a" : 1 } | unknown key a
          """)
  void whatAChangeLeavesIsRefusedByTheRecord(String text, String message) {
    String whole =
        text.replaceFirst(
            " }$", ", \"evaluated\" : true, \"exported\" : null, \"finished\" : false }");
    assertThatThrownBy(() -> Json.parse(whole, THIRD, "completion.json"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatAChangeRefusesIsToldInOneLine() {
    UnaryOperator<ObjectNode> refusing =
        file -> {
          throw new IllegalArgumentException("no such\nrun");
        };
    assertThatThrownBy(
            () -> Json.parse("{}", new Format<>(Completion.class, List.of(refusing)), "completion"))
        .isInstanceOf(IOException.class)
        .hasMessage("completion: no such run");
  }

  @Test
  void absentKeysMeanWhatWasDoneBeforeThereWereAny() throws IOException {
    String text = Files.readString(OLD);
    for (String key : List.of("dataDir", "channels", "labelColumn", "validation", "sigma")) {
      text = without(key, text);
    }
    for (String key : List.of("commit", "beta", "klWarmup", "maxRollbacks", "clipNorm")) {
      text = without(key, text);
    }
    RunConfig config = config(text);
    assertThat(config.software().commit()).isEmpty();
    assertThat(config.data())
        .isEqualTo(DataOptions.of("digits").withReading(ReadOptions.with().channels(1).build()));
    assertThat(config.model().likelihood().text()).isEqualTo("bernoulli");
    TrainingConfig training = config.training();
    assertThat(training.beta()).isEqualTo(Schedules.read("1.0"));
    assertThat(training.maxRollbacks()).isEqualTo(3);
    assertThat(training).isEqualTo(config(Files.readString(OLD)).training());
  }

  @Test
  void absentKeysAreFoundWithinOptionalParts() throws IOException {
    String text =
        """
        {"epoch":1,"steps":2,"train":{"distortion":3.0},"validation":{"rate":1.0,"distortion":2.0},
        "imagesPerSecond":1.0,"seconds":1.0}
        """;
    EpochMetrics metrics = Json.parse(text, EpochMetrics.class, "metrics.jsonl");
    assertThat(metrics.train().rate()).isEmpty();
    assertThat(metrics.validation().orElseThrow().rate()).contains(1.0);
    assertThat(metrics.validation().orElseThrow().negativeElbo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "java", "checksum", "epochs", "towers"})
  void keysWithoutSuchAMeaningHaveToBeThere(String key) throws IOException {
    String text = without(key, Files.readString(OLD));
    assertThatThrownBy(() -> config(text))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("config.json", "Missing creator property '" + key + "'");
  }

  @Test
  void aSettingIsNoFormat() throws IOException {
    assertThat(Json.leaves(config(Files.readString(OLD))))
        .containsEntry("training.beta", "1.0")
        .doesNotContainKeys("format", "training.clipNorm");
  }

  @Test
  void whatWasChosenForReadingIsWrittenAsOnTheCommandLine() throws IOException {
    String old =
        Files.readString(OLD)
            .replaceFirst("\"labelColumn\" : \"\\w+\"", "\"labelColumn\" : \"LAST\"");
    RunConfig config = config(old);
    assertThat(config.data().reading().labelColumn()).contains(ReadOptions.LabelColumn.LAST);
    assertThat(config.data().reading().pixelColumns()).isEmpty();
    RunConfig chosen =
        config.withData(
            config
                .data()
                .withReading(
                    ReadOptions.with()
                        .crop(ReadOptions.Crop.CENTRE)
                        .layout(ReadOptions.Layout.PLANAR)
                        .damaged(ReadOptions.Damaged.SKIP)
                        .labelColumn("Label")
                        .pixelColumns(List.of("a", "b"))
                        .build()));
    String text = Json.line(chosen);
    assertThat(text)
        .contains("\"crop\":\"centre\"", "\"layout\":\"planar\"", "\"damaged\":\"skip\"")
        .contains("\"labelColumn\":\"Label\"", "\"pixelColumns\":[\"a\",\"b\"]");
    assertThat(config(text)).isEqualTo(chosen);
    String before =
        text.replace("\"format\":5", "\"format\":3")
            .replace("\"centre\"", "\"CENTRE\"")
            .replace("\"planar\"", "\"PLANAR\"")
            .replace("\"skip\"", "\"SKIP\"")
            .replace("\"Label\"", "\"FIRST\"");
    assertThat(config(before).data().reading())
        .isEqualTo(
            chosen.data().reading().changed().labelColumn(ReadOptions.LabelColumn.FIRST).build());
  }
}
