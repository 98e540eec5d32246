package io.github.vaegraph.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.data.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;

/** The values that stand in our JSON as text: image shapes as {@code 28x28x1}, and others. */
final class JsonTexts {
  private JsonTexts() {}

  static SimpleModule module() {
    SimpleModule module = new SimpleModule();
    add(module, ImageShape.class, ImageShape::toString, ImageShape::parse);
    add(module, Path.class, Path::toString, Path::of);
    add(
        module,
        SplitSize.class,
        size -> "" + size.value(),
        text -> new SplitSize(Double.parseDouble(text)));
    return module;
  }

  private static <T> void add(
      SimpleModule module, Class<T> type, Function<T, String> text, Function<String, T> parse) {
    module.addSerializer(new AsText<>(type, text));
    module.addDeserializer(type, new FromText<>(type, parse));
  }

  private static final class AsText<T> extends StdScalarSerializer<T> {
    private static final long serialVersionUID = 1;
    private final transient Function<T, String> text;

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
