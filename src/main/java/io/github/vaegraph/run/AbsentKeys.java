package io.github.vaegraph.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.Optional;

/**
 * What a key means that is absent: nothing for an {@link Optional}; else what the record's
 * component says by {@code @JsonProperty(defaultValue = "0")}, in JSON or as plain text. That is
 * what was done before there was such a key, and stays so when other defaults are chosen for new
 * runs. Keys whose components say nothing have to be there.
 */
final class AbsentKeys {
  private final ObjectMapper mapper;

  AbsentKeys(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** Puts into a record's JSON, and into those in it, what is absent and has a meaning. */
  void fill(JsonNode node, JavaType type) {
    if (type.isReferenceType()) {
      fill(node, type.getContentType());
    } else if (type.isCollectionLikeType()) {
      node.forEach(element -> fill(element, type.getContentType()));
    } else if (node instanceof ObjectNode object && type.getRawClass().isRecord()) {
      for (RecordComponent component : type.getRawClass().getRecordComponents()) {
        fill(object, component);
      }
    }
  }

  private void fill(ObjectNode object, RecordComponent component) {
    JavaType type = mapper.constructType(component.getGenericType());
    if (!object.has(component.getName())) {
      meaning(component, type).ifPresent(value -> object.set(component.getName(), value));
    }
    fill(object.path(component.getName()), type);
  }

  private Optional<JsonNode> meaning(RecordComponent component, JavaType type) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    if (property != null && !property.defaultValue().isEmpty()) {
      return Optional.of(value(property.defaultValue()));
    }
    return type.hasRawClass(Optional.class) ? Optional.of(NullNode.instance) : Optional.empty();
  }

  private JsonNode value(String text) {
    try {
      return mapper.readTree(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
