package io.github.vaegraph.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.SignatureSpec;
import io.github.vaegraph.signature.TensorSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer as it stands, value by value, so that it takes no more memory than it is long,
 * whatever it holds.
 */
final class RestAnswer {
  private final byte[] answer;
  private final JsonParser json;

  private RestAnswer(byte[] answer, JsonParser json) {
    this.answer = answer;
    this.json = json;
  }

  /**
   * Reads {"outputs": {"mean": [[...]], ...}}, or {"outputs": [[...]]} where there is one.
   *
   * @param returns what is read; all else is passed over
   * @param rows as many as were sent
   * @throws IOException when it is another answer
   */
  static Map<String, Floats> outputs(
      byte[] answer, SignatureSpec signature, List<Part> returns, int rows) throws IOException {
    Map<String, Floats> read = new TreeMap<>();
    try (JsonParser json = RestJson.MAPPER.createParser(answer)) {
      RestAnswer reading = new RestAnswer(answer, json);
      boolean alone = signature.outputs().size() == 1;
      if (json.nextToken() == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          boolean wanted = json.currentName().equals("outputs");
          JsonToken first = json.nextToken();
          if (wanted && alone && first == JsonToken.START_ARRAY) {
            Part part = returns.get(0);
            read.put(part.name(), reading.rows(part, signature, rows));
          } else if (wanted && first == JsonToken.START_OBJECT) {
            reading.named(signature, returns, rows, read);
          } else {
            json.skipChildren();
          }
        }
      }
      while (json.nextToken() != null) {
        json.skipChildren(); // what follows is looked at as well: is it JSON?
      }
    } catch (JsonProcessingException e) {
      throw RestJson.none(answer, e);
    }
    for (Part part : returns) {
      if (!read.containsKey(part.name())) {
        throw other(part.name(), signature.output(part.name()).shapeOf(rows), "none", 0);
      }
    }
    return read;
  }

  private void named(
      SignatureSpec signature, List<Part> returns, int rows, Map<String, Floats> read)
      throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      @Nullable Part part =
          returns.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
      if (part == null) {
        json.skipChildren();
      } else {
        read.put(name, rows(part, signature, rows));
      }
    }
  }

  private Floats rows(Part part, SignatureSpec signature, int rows) throws IOException {
    TensorSpec spec = signature.output(part.name());
    int width = spec.width().orElseThrow();
    // Each value takes a digit, and a comma or bracket: what is promised takes no memory.
    int most = (int) Math.min((long) rows * width, answer.length / 2);
    float[] values = new float[most];
    read(part.name(), spec.shapeOf(rows), 0, values, 0);
    return new Floats(rows, width, values);
  }

  /** Reads what begins here from {@code index} on; returns the index after it. */
  private int read(String name, List<Long> shape, int axis, float[] values, int index)
      throws IOException {
    JsonToken token = json.currentToken();
    if (axis == shape.size()) {
      if (!token.isNumeric()) {
        throw new IOException(
            "%s: expected a number, the answer holds %s".formatted(name, words(token)));
      }
      values[index] = json.getFloatValue();
      return index + 1;
    }
    if (token != JsonToken.START_ARRAY) {
      throw other(name, shape, "none", axis);
    }
    int next = index;
    long entries = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (entries == shape.get(axis)) {
        throw other(name, shape, "more than %d entries".formatted(entries), axis);
      }
      next = read(name, shape, axis + 1, values, next);
      entries++;
    }
    if (entries != shape.get(axis)) {
      throw other(name, shape, "%d entries".formatted(entries), axis);
    }
    return next;
  }

  private static String words(JsonToken token) {
    return switch (token) {
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      case VALUE_STRING -> "text";
      default -> "something else";
    };
  }

  private static IOException other(String name, List<Long> shape, String found, int axis) {
    return new IOException(
        "%s: expected an array of shape %s, the answer holds %s on axis %d"
            .formatted(name, shape, found, axis));
  }
}
