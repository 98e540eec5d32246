package io.github.vaegraph.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import io.github.vaegraph.choice.Named;
import io.github.vaegraph.data.Binarization;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptions.Layout;
import io.github.vaegraph.graph.Activation;
import io.github.vaegraph.latent.Dims;
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
import io.github.vaegraph.train.Schedule;
import io.github.vaegraph.train.Schedules;
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
    module.addSerializer(new AsText<>(Named.class, Named::text));
    module.addSerializer(new DimsAsNumber());
    module.addDeserializer(Dims.class, new DimsFromNumber());
    read(module, Architecture.class, Architectures.CHOICE::read);
    read(module, Activation.class, Activation.CHOICE::read);
    read(module, Prior.Family.class, Priors.CHOICE::read);
    read(module, Posterior.Family.class, Posteriors.CHOICE::read);
    read(module, Likelihood.class, Likelihoods.CHOICE::read);
    read(module, Objective.class, Objectives.CHOICE::read);
    read(module, Schedule.class, Schedules::read);
    read(module, Weights.class, Weights.CHOICE::read);
    read(module, Binarization.class, Binarization.CHOICE::read);
    read(module, LabelColumn.class, LabelColumn::new);
    read(module, Crop.class, Crop.CHOICE::read);
    read(module, Layout.class, Layout.CHOICE::read);
    read(module, Damaged.class, Damaged.CHOICE::read);
    return module;
  }

  private static <T> void add(
      SimpleModule module, Class<T> type, Function<T, String> text, Function<String, T> parse) {
    module.addSerializer(new AsText<>(type, text));
    read(module, type, parse);
  }

  private static <T> void read(SimpleModule module, Class<T> type, Function<String, T> parse) {
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

  /** One layer is a number; several are text. */
  private static final class DimsAsNumber extends StdScalarSerializer<Dims> {
    private static final long serialVersionUID = 1;

    DimsAsNumber() {
      super(Dims.class);
    }

    @Override
    public void serialize(Dims value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (value.several()) {
        out.writeString(value.text());
      } else {
        out.writeNumber(value.first());
      }
    }
  }

  private static final class DimsFromNumber extends StdScalarDeserializer<Dims> {
    private static final long serialVersionUID = 1;

    DimsFromNumber() {
      super(Dims.class);
    }

    @Override
    public Dims deserialize(JsonParser in, DeserializationContext context) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return Dims.of(in.getIntValue());
      }
      Dims layers = Dims.read(in.getValueAsString(""));
      if (!layers.several()) {
        throw new IllegalArgumentException("latentDim of one layer must be a number, was text");
      }
      return layers;
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
