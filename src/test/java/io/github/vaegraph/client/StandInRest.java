package io.github.vaegraph.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorProto;

/**
 * TensorFlow Serving's REST: status, metadata and predict, in row and in column format.
 *
 * @see <a href="https://www.tensorflow.org/tfx/serving/api_rest">the interface</a>
 */
final class StandInRest {
  private static final Pattern PATH =
      Pattern.compile(
          "/v1/models/([^/:]+)(?:/versions/(\\d+)|/labels/([^/:]+))?(:predict|/metadata|)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StandInServer server;

  StandInRest(StandInServer server) {
    this.server = server;
  }

  void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
      if (!path.matches()) {
        error(exchange, 404, "Malformed request: " + exchange.getRequestURI());
        return;
      }
      String action = path.group(4);
      StandInServer.RestFault fault = action.equals(":predict") ? server.countRest() : null;
      if (fault != null) {
        fault.answer(exchange);
        return;
      }
      if (!StandInServer.serves(path.group(1), text(path.group(2)), text(path.group(3)))) {
        error(exchange, 404, "Servable not found for request: Latest(" + path.group(1) + ")");
        return;
      }
      String method = action.equals(":predict") ? "POST" : "GET";
      if (!exchange.getRequestMethod().equals(method)) {
        error(exchange, 405, "Method not allowed: " + exchange.getRequestMethod());
        return;
      }
      switch (action) {
        case ":predict" -> predict(exchange, body);
        case "/metadata" -> send(exchange, 200, metadata());
        default -> send(exchange, 200, status());
      }
    }
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static String status() {
    return """
        {"model_version_status": [{"version": "1", "state": "AVAILABLE",
          "status": {"error_code": "OK", "error_message": ""}}]}
        """;
  }

  private String metadata() throws IOException {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("model_spec").put("name", StandInServer.MODEL).put("version", "1");
    ObjectNode signatures =
        answer.putObject("metadata").putObject("signature_def").putObject("signature_def");
    for (Map.Entry<String, SignatureDef> entry : server.model().signatures().entrySet()) {
      String json =
          JsonFormat.printer()
              .preservingProtoFieldNames()
              .includingDefaultValueFields()
              .print(entry.getValue());
      signatures.set(entry.getKey(), JSON.readTree(json));
    }
    return answer.toString();
  }

  private void predict(HttpExchange exchange, byte[] body) throws IOException {
    try {
      JsonNode request = JSON.readTree(body);
      String name = request.path("signature_name").asText("");
      SignatureDef signature = server.model().signature(name);
      boolean rows = request.has("instances");
      Map<String, JsonNode> columns =
          rows
              ? columns(request.get("instances"), signature)
              : named(request.path("inputs"), signature);
      Map<String, TensorProto> inputs = new TreeMap<>();
      for (Map.Entry<String, JsonNode> column : columns.entrySet()) {
        inputs.put(
            column.getKey(),
            tensor(column.getValue(), signature.getInputsOrThrow(column.getKey()).getDtype()));
      }
      Map<String, JsonNode> outputs = new TreeMap<>();
      server.predict(name, inputs).forEach((key, tensor) -> outputs.put(key, json(tensor)));
      send(exchange, 200, rows ? rowFormat(outputs) : columnFormat(outputs));
    } catch (JsonProcessingException e) {
      error(exchange, 400, "JSON Parse error: " + e.getOriginalMessage());
    } catch (StandInModel.Refused e) {
      error(exchange, 400, "" + e.getMessage());
    }
  }

  /** A list of rows, each an object of the inputs, or the only input's value itself. */
  private static Map<String, JsonNode> columns(JsonNode instances, SignatureDef signature)
      throws StandInModel.Refused {
    Map<String, ArrayNode> columns = new TreeMap<>();
    signature.getInputsMap().keySet().forEach(key -> columns.put(key, JSON.createArrayNode()));
    for (JsonNode row : instances) {
      for (Map.Entry<String, JsonNode> value : named(row, signature).entrySet()) {
        columns
            .computeIfAbsent(value.getKey(), key -> JSON.createArrayNode())
            .add(value.getValue());
      }
    }
    return Map.copyOf(columns);
  }

  private static Map<String, JsonNode> named(JsonNode value, SignatureDef signature)
      throws StandInModel.Refused {
    List<String> keys = List.copyOf(signature.getInputsMap().keySet());
    if (!value.isObject() && keys.size() == 1) {
      return Map.of(keys.get(0), value);
    }
    Map<String, JsonNode> named = new TreeMap<>();
    value.properties().forEach(entry -> named.put(entry.getKey(), entry.getValue()));
    if (!named.keySet().equals(signature.getInputsMap().keySet())) {
      throw new StandInModel.Refused(
          "Failed to process element: JSON object: does not have named inputs " + keys);
    }
    return named;
  }

  private static TensorProto tensor(JsonNode value, DataType type) throws StandInModel.Refused {
    List<Long> sides = new ArrayList<>();
    for (JsonNode node = value; node.isArray(); node = node.path(0)) {
      sides.add((long) node.size());
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(type).setTensorShape(StandInModel.shape(sides));
    add(tensor, value, sides, 0);
    return tensor.build();
  }

  private static void add(TensorProto.Builder tensor, JsonNode node, List<Long> sides, int axis)
      throws StandInModel.Refused {
    if (axis < sides.size()) {
      if (!node.isArray() || node.size() != sides.get(axis)) {
        throw new StandInModel.Refused("Encountered list at unexpected level: " + axis);
      }
      for (JsonNode entry : node) {
        add(tensor, entry, sides, axis + 1);
      }
    } else if (tensor.getDtype() == DataType.DT_INT64 && node.canConvertToLong()) {
      tensor.addInt64Val(node.longValue());
    } else if (tensor.getDtype() == DataType.DT_FLOAT && node.isNumber()) {
      tensor.addFloatVal(node.floatValue());
    } else {
      throw new StandInModel.Refused(
          "JSON Value: %s Type: %s is not of expected type: %s"
              .formatted(node, node.getNodeType(), tensor.getDtype()));
    }
  }

  private static JsonNode json(TensorProto tensor) {
    return json(
        StandInModel.floats(tensor),
        tensor.getTensorShape().getDimList().stream().map(side -> side.getSize()).toList(),
        0,
        new int[1]);
  }

  private static JsonNode json(float[] values, List<Long> sides, int axis, int[] index) {
    if (axis == sides.size()) {
      return JSON.getNodeFactory().numberNode(values[index[0]++]);
    }
    ArrayNode array = JSON.createArrayNode();
    for (long i = 0; i < sides.get(axis); i++) {
      array.add(json(values, sides, axis + 1, index));
    }
    return array;
  }

  private static String rowFormat(Map<String, JsonNode> outputs) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rows = answer.putArray("predictions");
    int count = outputs.values().iterator().next().size();
    for (int i = 0; i < count; i++) {
      if (outputs.size() == 1) {
        rows.add(outputs.values().iterator().next().get(i));
      } else {
        ObjectNode row = rows.addObject();
        for (Map.Entry<String, JsonNode> output : outputs.entrySet()) {
          row.set(output.getKey(), output.getValue().get(i));
        }
      }
    }
    return answer.toString();
  }

  private static String columnFormat(Map<String, JsonNode> outputs) {
    ObjectNode answer = JSON.createObjectNode();
    if (outputs.size() == 1) {
      answer.set("outputs", outputs.values().iterator().next());
    } else {
      outputs.forEach(answer.putObject("outputs")::set);
    }
    return answer.toString();
  }

  static void error(HttpExchange exchange, int status, String message) throws IOException {
    send(exchange, status, JSON.createObjectNode().put("error", message).toString());
  }

  static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
