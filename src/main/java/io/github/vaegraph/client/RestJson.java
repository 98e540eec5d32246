package io.github.vaegraph.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * TensorFlow Serving's JSON, its column format: each input and output is one array whose first axis
 * are the rows.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/api_rest">the format</a>
 */
final class RestJson {
  /** TensorFlow Serving writes NaN and Infinity, which JSON does not know. */
  static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private RestJson() {}

  /** {"signature_name": "...", "inputs": {"image": [[[[0.0], ...]]]}}. */
  static byte[] request(SignatureSpec signature, List<Input> inputs) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("signature_name", signature.name());
      json.writeObjectFieldStart("inputs");
      for (Input rows : inputs) {
        json.writeFieldName(rows.name());
        write(json, rows, signature.input(rows.name()).shapeOf(rows.count()), 0, 0);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Writes the values from {@code index} on as nested arrays; returns the index after them. */
  private static int write(JsonGenerator json, Input rows, List<Long> shape, int axis, int index)
      throws IOException {
    if (axis == shape.size()) {
      if (rows instanceof Input.Reals reals) {
        json.writeNumber(reals.values().values()[index]);
      } else {
        json.writeNumber(((Input.Wholes) rows).values()[index]);
      }
      return index + 1;
    }
    int next = index;
    json.writeStartArray();
    for (long i = 0; i < shape.get(axis); i++) {
      next = write(json, rows, shape, axis + 1, next);
    }
    json.writeEndArray();
    return next;
  }

  /**
   * Reads what {@code /metadata} answers.
   *
   * @throws IOException when it is something else
   */
  static Map<String, SignatureSpec> signatures(byte[] answer) throws IOException {
    JsonNode signatures =
        parse(answer).path("metadata").path("signature_def").path("signature_def");
    if (!signatures.isObject()) {
      throw new IOException("expected the model's signatures, found none in the answer");
    }
    Map<String, SignatureSpec> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : signatures.properties()) {
      JsonNode signature = entry.getValue();
      read.put(
          entry.getKey(),
          new SignatureSpec(
              entry.getKey(), specs(signature.path("inputs")), specs(signature.path("outputs"))));
    }
    return read;
  }

  private static Map<String, TensorSpec> specs(JsonNode tensors) {
    Map<String, TensorSpec> specs = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : tensors.properties()) {
      List<Long> shape = new ArrayList<>();
      for (JsonNode side : entry.getValue().path("tensor_shape").path("dim")) {
        shape.add(
            side.path("size").asLong(-1)); // a 64-bit number, as protobuf's JSON writes it: text
      }
      specs.put(
          entry.getKey(),
          new TensorSpec(entry.getValue().path("dtype").asText(), List.copyOf(shape)));
    }
    return specs;
  }

  /** The server's own words, {"error": "..."}, if the answer holds any. */
  static Optional<String> error(byte[] answer) {
    try {
      JsonNode error = parse(answer).path("error");
      return error.isTextual() ? Optional.of(error.textValue()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a page for people, from something between us and the server
    }
  }

  private static JsonNode parse(byte[] answer) throws IOException {
    try {
      return MAPPER.readTree(answer);
    } catch (JsonProcessingException e) {
      throw none(answer, e);
    }
  }

  /** What is said of an answer that is no JSON, or none that anybody would write. */
  static IOException none(byte[] answer, JsonProcessingException e) {
    return new IOException(
        "expected JSON, found an answer of %d bytes that is none; is the connection sound?"
            .formatted(answer.length),
        e);
  }
}
