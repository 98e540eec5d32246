package io.github.vaegraph.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.github.vaegraph.choice.Named;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.latent.Posterior;
import io.github.vaegraph.latent.Posteriors;
import io.github.vaegraph.latent.Prior;
import io.github.vaegraph.latent.Priors;
import io.github.vaegraph.likelihood.Likelihood;
import io.github.vaegraph.likelihood.Likelihoods;
import io.github.vaegraph.network.Architecture;
import io.github.vaegraph.network.Architectures;
import io.github.vaegraph.objective.Objective;
import io.github.vaegraph.objective.Objectives;
import io.github.vaegraph.source.DataOptions.SplitSize;
import io.github.vaegraph.train.Schedule;
import io.github.vaegraph.train.Schedules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Our records as JSON: strict when read, with image shapes as {@code 28x28x1}. */
public final class Json {
  private static final long MAX_BYTES = 1 << 24;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(
              new SimpleModule()
                  .addSerializer(new AsText<>(ImageShape.class))
                  .addDeserializer(
                      ImageShape.class, new FromText<>(ImageShape.class, ImageShape::parse))
                  .addSerializer(new AsText<>(Named.class, Named::text))
                  .addDeserializer(
                      Architecture.class,
                      new FromText<>(Architecture.class, Architectures.CHOICE::read))
                  .addDeserializer(
                      Activation.class, new FromText<>(Activation.class, Activation.CHOICE::read))
                  .addDeserializer(
                      Prior.Family.class, new FromText<>(Prior.Family.class, Priors.CHOICE::read))
                  .addDeserializer(
                      Posterior.Family.class,
                      new FromText<>(Posterior.Family.class, Posteriors.CHOICE::read))
                  .addDeserializer(
                      Likelihood.class, new FromText<>(Likelihood.class, Likelihoods.CHOICE::read))
                  .addDeserializer(
                      Objective.class, new FromText<>(Objective.class, Objectives.CHOICE::read))
                  .addDeserializer(Schedule.class, new FromText<>(Schedule.class, Schedules::read))
                  .addDeserializer(
                      Binarization.class,
                      new FromText<>(Binarization.class, Binarization.CHOICE::read))
                  .addSerializer(new AsText<>(Path.class))
                  .addDeserializer(Path.class, new FromText<>(Path.class, Path::of))
                  .addSerializer(new AsText<>(SplitSize.class, size -> "" + size.value()))
                  .addDeserializer(
                      SplitSize.class,
                      new FromText<>(SplitSize.class, s -> new SplitSize(Double.parseDouble(s)))))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /** The value as indented text that ends with a line break. */
  public static String pretty(Object value) {
    return write(MAPPER.writer(), value) + "\n";
  }

  /** The value on one line, without a line break. */
  public static String line(Object value) {
    return write(MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT), value);
  }

  /**
   * The value's leaves by dotted name, in the order of the records' components: {@code
   * model.hidden}: {@code 400, 200}. What is empty has no leaf.
   */
  public static Map<String, String> leaves(Object value) {
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
      leaves.put(name, String.join(", ", elements));
    } else if (!node.isNull()) {
      leaves.put(name, node.asText());
    }
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
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
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException("%d bytes are too many".formatted(Files.size(file)));
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read as text: " + e.getMessage(), e);
    }
    return parse(text, type, file.toString());
  }

  /**
   * Reads a text.
   *
   * @param where what the text is called in messages
   * @throws IOException when it does not hold such a value
   */
  public static <T> T parse(String text, Class<T> type, String where) throws IOException {
    try {
      T value = MAPPER.readValue(text, type);
      if (value == null) {
        throw new IOException(where + ": expected an object, found null");
      }
      return value;
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      String place = e instanceof JsonMappingException m ? path(m) : "";
      throw new IOException(where + line + Problem.line(place + ": " + why(e)), e);
    }
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

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    e.getPath()
        .forEach(
            part ->
                path.append(' ')
                    .append(part.getFieldName() == null ? part.getIndex() : part.getFieldName()));
    return path.isEmpty() ? "" : "," + path;
  }

  private static final class AsText<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<T, String> text;

    AsText(Class<T> type) {
      this(type, Object::toString);
    }

    AsText(Class<T> type, Function<T, String> text) {
      super(type);
      this.text = text;
    }

    @Override
    public void serialize(T value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text.apply(value));
    }
  }

  private static final class FromText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return parse.apply(in.getValueAsString(""));
    }
  }
}
