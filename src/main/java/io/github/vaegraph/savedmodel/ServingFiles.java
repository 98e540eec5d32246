package io.github.vaegraph.savedmodel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.WarmUp;
import io.github.vaegraph.data.Batch;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Kind;
import io.github.vaegraph.signature.ModelForm;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.Signature;
import io.github.vaegraph.signature.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tensorflow.proto.SignatureDef;

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
   * @param images of which the first and the last stand in the example requests
   */
  static Map<String, byte[]> of(
      Path exported, String name, int scoreSamples, ModelForm form, Batch images)
      throws IOException {
    Map<String, SignatureDef> written = ModelCheck.signatures(ModelCheck.servedGraph(exported));
    List<Signature> signatures = Signatures.of(form);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("batching_params.pbtxt", bytes(batching()));
    files.put(WarmUp.FILE, WarmUp.file(name, written, 1, BATCH));
    if (Signatures.SCORE.isOf(form)) {
      files.put(
          "assets.extra/serving.json",
          bytes("{ \"format\" : 1, \"scoreSamples\" : " + scoreSamples + " }\n"));
    }
    for (Signature signature : signatures) {
      files.put(
          "assets.extra/requests/" + signature.name() + ".json",
          bytes(request(signature, form, images) + "\n"));
    }
    return files;
  }

  private static String batching() {
    return String.format(
        Locale.ROOT,
        """
    # Read by tensorflow_model_server --enable_batching --enable_per_model_batching_parameters.
    # A request waits at most 2 ms for others to be computed with.
    max_batch_size { value: %d }
    batch_timeout_micros { value: 2000 }
    max_enqueued_batches { value: 100 }
    """,
        BATCH);
  }

  /** The body of a REST request with one row, in row format. */
  private static String request(Signature signature, ModelForm form, Batch images) {
    ObjectNode row = JSON.createObjectNode();
    List<Part> sorted =
        signature.takes().stream().sorted(Comparator.comparing(Part::name)).toList();
    for (Part part : sorted) {
      row.set(part.name(), nested(part.kind().sizes(form), values(signature, part, form, images)));
    }
    ObjectNode request = JSON.createObjectNode().put("signature_name", signature.name());
    request.putArray("instances").add(row);
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request of ours cannot be written as JSON", e);
    }
  }

  /** The row's values one after the other: an example's, or those of one of the images. */
  private static Iterator<JsonNode> values(
      Signature signature, Part part, ModelForm form, Batch images) {
    if (part.kind() == Kind.LABEL) {
      return Stream.<JsonNode>of(JSON.valueToTree(images.labels()[0])).iterator();
    }
    Optional<Number> example = part.kind().example();
    if (example.isPresent()) {
      return Stream.<JsonNode>generate(() -> JSON.valueToTree(example.get())).iterator();
    }
    // Where two images are taken, they are different ones.
    int image = part.equals(signature.takes().get(0)) ? 0 : images.count() - 1;
    int size = form.image().size();
    byte[] bytes = Arrays.copyOfRange(images.pixels(), image * size, (image + 1) * size);
    float[] pixels = Floats.ofPixels(bytes, size).values();
    return IntStream.range(0, pixels.length)
        .<JsonNode>mapToObj(i -> FloatNode.valueOf(pixels[i]))
        .iterator();
  }

  /** Arrays in arrays, an axis each; for no axis, the value itself. */
  private static JsonNode nested(List<Integer> sizes, Iterator<JsonNode> values) {
    if (sizes.isEmpty()) {
      return values.next();
    }
    ArrayNode array = JSON.createArrayNode();
    for (int i = 0; i < sizes.get(0); i++) {
      array.add(nested(sizes.subList(1, sizes.size()), values));
    }
    return array;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
