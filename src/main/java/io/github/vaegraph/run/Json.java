package io.github.vaegraph.run;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.io.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Our records as JSON files, each with the number of its format; strict when read. Start at {@link
 * Formats} to change what a file holds.
 */
public final class Json {
  private static final int MAX_BYTES = 1 << 24;
  private static final int SHOWN = 64; // elements of a list among the leaves

  private static final ObjectMapper MAPPER =
      withoutFormats(JsonMapper.builder())
          .addModule(new Jdk8Module())
          .addModule(JsonTexts.module())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
          .build();

  private static final AbsentKeys ABSENT = new AbsentKeys(MAPPER);

  private Json() {}

  /** A file's number is no part of the record in it. */
  private static JsonMapper.Builder withoutFormats(JsonMapper.Builder mapper) {
    JsonIgnoreProperties.Value number = JsonIgnoreProperties.Value.forIgnoredProperties(Format.KEY);
    for (Format<?> format : Formats.ALL) {
      mapper.withConfigOverride(format.type(), record -> record.setIgnorals(number));
    }
    return mapper;
  }

  /** A record of one of our files as indented text that ends with a line break. */
  public static String pretty(Record value) {
    return write(MAPPER.writer(), value) + "\n";
  }

  /** The same on one line, without a line break. */
  public static String line(Record value) {
    return write(MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT), value);
  }

  /**
   * A record's leaves by dotted name, in the order of the records' components: {@code
   * model.hidden}: {@code 400, 200}. What is empty has no leaf, and long lists are counted.
   */
  public static Map<String, String> leaves(Record value) {
    Map<String, String> leaves = new LinkedHashMap<>();
    addLeaves("", MAPPER.valueToTree(value), leaves);
    return leaves;
  }

  private static void addLeaves(String name, JsonNode node, Map<String, String> leaves) {
    if (node.isObject()) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(e -> addLeaves(prefix + e.getKey(), e.getValue(), leaves));
    } else if (node.isArray()) {
      List<String> elements = new ArrayList<>();
      node.forEach(element -> elements.add(element.asText()));
      String first = String.join(", ", elements.stream().limit(SHOWN).toList());
      leaves.put(
          name, elements.size() > SHOWN ? first + ", ... (%d)".formatted(elements.size()) : first);
    } else if (!node.isNull()) {
      leaves.put(name, node.asText());
    }
  }

  private static String write(ObjectWriter writer, Record value) {
    ObjectNode file = MAPPER.createObjectNode();
    file.put(Format.KEY, Formats.of(value.getClass()).newest());
    file.setAll(MAPPER.<ObjectNode>valueToTree(value));
    try {
      return writer.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of ours cannot be written as JSON", e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it is missing or does not hold such a value, naming file and place
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    String text;
    try {
      text = RegularFile.text(file, MAX_BYTES);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read as text: " + e.getMessage(), e);
    }
    return parse(text, type, file.toString());
  }

  /**
   * Reads a text, of today's format or of another.
   *
   * @param where what the text is called in messages
   * @throws IOException when it does not hold such a value
   */
  public static <T> T parse(String text, Class<T> type, String where) throws IOException {
    return parse(text, Formats.of(type), where);
  }

  static <T> T parse(String text, Format<T> format, String where) throws IOException {
    int number = 1;
    try {
      JsonNode found = MAPPER.readTree(text);
      JsonNode today = found;
      if (found instanceof ObjectNode file) {
        number = Format.of(file);
        today = format.today(file);
        ABSENT.fill(today, MAPPER.constructType(format.type()));
      }
      ObjectReader reader = MAPPER.readerFor(format.type());
      // Out of the text, if that says all: mistakes are told with their line then.
      T value = today.equals(found) ? reader.readValue(text) : reader.readValue(today);
      if (value == null) {
        throw new IOException(where + ": expected an object, found null");
      }
      return value;
    } catch (JsonProcessingException e) {
      String message = line(e) + path(e) + ": " + why(e) + newer(number, format);
      throw new IOException(where + Problem.line(message), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(where + ": " + Problem.line(String.valueOf(e.getMessage())), e);
    }
  }

  private static String newer(int number, Format<?> format) {
    return number <= format.newest()
        ? ""
        : "; expected format %d at most, found %d, of a newer VaeGraph: update this one"
            .formatted(format.newest(), number);
  }

  private static String line(JsonProcessingException e) {
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    return line < 1 ? "" : ", line " + line;
  }

  private static String why(JsonProcessingException e) {
    if (e.getCause() instanceof IllegalArgumentException refusal) {
      return String.valueOf(refusal.getMessage()); // a record's own words
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown key " + unknown.getPropertyName();
    }
    // What Jackson adds in brackets speaks of its own settings, and packages of ours.
    return String.valueOf(e.getOriginalMessage())
        .lines()
        .findFirst()
        .orElse("no JSON")
        .replaceFirst(" \\((class|index|start marker|token|but|for|set) .*", "")
        .replaceAll("`(?:\\w+\\.)+(\\w+)", "`$1");
  }

  private static String path(JsonProcessingException e) {
    StringBuilder path = new StringBuilder();
    List<JsonMappingException.Reference> parts =
        e instanceof JsonMappingException mapping ? mapping.getPath() : List.of();
    parts.forEach(
        part ->
            path.append(' ')
                .append(part.getFieldName() == null ? part.getIndex() : part.getFieldName()));
    return path.isEmpty() ? "" : "," + path;
  }
}
