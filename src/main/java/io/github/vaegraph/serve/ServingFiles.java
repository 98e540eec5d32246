package io.github.vaegraph.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vaegraph.contract.ModelCheck;
import io.github.vaegraph.contract.WarmUp;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.signature.Floats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** What comes with an exported model, by the name of each file in the version's folder. */
final class ServingFiles {
  /** The largest batch that a server makes of several requests, and one of the warm-up's two. */
  private static final int BATCH = 64;

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private ServingFiles() {}

  /**
   * The files for an export that has been written.
   *
   * @param name the model's name
   * @param scoreSamples K, the codes that {@code score} draws, where there is such a signature
   * @param images [N, D], of which the first and the last stand in the example requests
   */
  static Map<String, byte[]> of(
      Path exported, String name, int scoreSamples, ImageShape shape, Floats images)
      throws IOException {
    Map<String, SignatureDef> signatures = ModelCheck.signatures(ModelCheck.servedGraph(exported));
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("batching_params.pbtxt", bytes(batching()));
    files.put(WarmUp.FILE, WarmUp.file(name, signatures, 1, BATCH));
    if (signatures.containsKey("score")) {
      files.put(
          "assets.extra/serving.json",
          bytes("{ \"scoreSamples\" : %d }\n".formatted(scoreSamples)));
    }
    signatures.forEach(
        (key, signature) ->
            files.put(
                "assets.extra/requests/" + key + ".json",
                bytes(request(key, signature, shape, images) + "\n")));
    return files;
  }

  private static String batching() {
    return """
    # Read by tensorflow_model_server --enable_batching --enable_per_model_batching_parameters.
    # A request waits at most 2 ms for others to be computed with.
    max_batch_size { value: %d }
    batch_timeout_micros { value: 2000 }
    max_enqueued_batches { value: 100 }
    """
        .formatted(BATCH);
  }

  /** The body of a REST request with one row, in row format. */
  private static String request(
      String key, SignatureDef signature, ImageShape shape, Floats images) {
    ObjectNode row = JSON.createObjectNode();
    new TreeMap<>(signature.getInputsMap())
        .forEach((name, info) -> addInput(row, name, info, shape, images));
    ObjectNode request = JSON.createObjectNode().put("signature_name", key);
    request.putArray("instances").add(row);
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request of ours cannot be written as JSON", e);
    }
  }

  private static void addInput(
      ObjectNode row, String name, TensorInfo info, ImageShape shape, Floats images) {
    switch (name) {
      case "image", "start" -> row.set(name, image(shape, images.slice(0, 1).values()));
      case "end" ->
          row.set(name, image(shape, images.slice(images.rows() - 1, images.rows()).values()));
      case "seed" -> row.put(name, 1);
      case "position" -> row.put(name, 0.5);
      case "z" -> {
        ArrayNode codes = row.putArray(name);
        for (int i = 0; i < info.getTensorShape().getDim(1).getSize(); i++) {
          codes.add(0);
        }
      }
      default -> throw new IllegalStateException("no example for an input " + name);
    }
  }

  /** [H, W, C] as nested arrays. */
  private static ArrayNode image(ImageShape shape, float[] pixels) {
    ArrayNode rows = JSON.createArrayNode();
    int next = 0;
    for (int y = 0; y < shape.height(); y++) {
      ArrayNode row = rows.addArray();
      for (int x = 0; x < shape.width(); x++) {
        ArrayNode pixel = row.addArray();
        for (int channel = 0; channel < shape.channels(); channel++) {
          pixel.add(pixels[next++]);
        }
      }
    }
    return rows;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
