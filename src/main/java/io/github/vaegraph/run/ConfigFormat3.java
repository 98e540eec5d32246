package io.github.vaegraph.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * {@code config.json} from format 2 to 3: how files are read became an object of its own, {@code
 * data.reading}, with more keys than before.
 */
final class ConfigFormat3 {
  private static final List<String> MOVED =
      List.of("shape", "channels", "resize", "labelColumn", "maxValue");

  private ConfigFormat3() {}

  static ObjectNode of(ObjectNode config) {
    if (config.get("data") instanceof ObjectNode data) {
      ObjectNode reading = config.objectNode();
      for (String name : MOVED) {
        JsonNode value = data.remove(name);
        if (value != null) {
          reading.set(name, value);
        }
      }
      // Pictures were grey, unless something else was said; today they are as their files are.
      if (!reading.has("channels")) {
        reading.put("channels", 1);
      }
      data.set("reading", reading);
    }
    return config;
  }
}
