package io.github.vaegraph.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * {@code config.json} from format 3 to 4: what is chosen for reading is written as on the command
 * line, {@code first} and no longer {@code FIRST}, since a label's column may have a name; the
 * names of the pixels' columns are recorded.
 */
final class ConfigFormat4 {
  private static final List<String> CHOSEN = List.of("crop", "labelColumn", "layout", "damaged");

  private ConfigFormat4() {}

  static ObjectNode of(ObjectNode config) {
    if (config.path("data").get("reading") instanceof ObjectNode reading) {
      for (String name : CHOSEN) {
        JsonNode value = reading.path(name);
        if (value.isTextual()) {
          reading.put(name, value.textValue().toLowerCase(Locale.ROOT));
        }
      }
    }
    return config;
  }
}
