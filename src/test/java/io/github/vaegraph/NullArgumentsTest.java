package io.github.vaegraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.client.CallLimits;
import io.github.vaegraph.client.ServedModel;
import io.github.vaegraph.client.ServingClient;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Null is refused where it is handed over, by a name alone: of the parameter, or what it sets.
 * Every method of the door is called, with one null at a time.
 */
@Timeout(60)
final class NullArgumentsTest {
  private static final ImageShape SHAPE = TinyImages.SHAPE;

  /** A value of every type that is handed over; what it says matters to no check for null. */
  private static final Map<Class<?>, Object> VALUES =
      Map.ofEntries(
          Map.entry(Path.class, Path.of("none")),
          Map.entry(String.class, "none"),
          Map.entry(Dataset.class, TinyImages.data()),
          Map.entry(Split.class, TinyImages.split("train", 3)),
          Map.entry(Images.class, Images.of(SHAPE, new byte[16])),
          Map.entry(ImageShape.class, SHAPE),
          Map.entry(Consumer.class, (Consumer<String>) line -> {}),
          Map.entry(Duration.class, Duration.ofSeconds(1)),
          Map.entry(DataOptions.class, DataOptions.of("none")),
          Map.entry(ReadOptions.class, ReadOptions.USUAL),
          Map.entry(List.class, List.of()),
          Map.entry(Optional.class, Optional.empty()),
          Map.entry(OptionalInt.class, OptionalInt.empty()),
          Map.entry(OptionalDouble.class, OptionalDouble.empty()),
          Map.entry(URI.class, URI.create("http://127.0.0.1:1")),
          Map.entry(ServedModel.class, ServedModel.named("none")),
          Map.entry(CallLimits.class, CallLimits.STANDARD),
          Map.entry(Model.class, model()),
          Map.entry(int.class, 1),
          Map.entry(long.class, 1L),
          Map.entry(double.class, 1.0),
          Map.entry(boolean.class, true));

  private static Model model() {
    return (Model)
        Proxy.newProxyInstance(
            Model.class.getClassLoader(), new Class<?>[] {Model.class}, (p, m, a) -> null);
  }

  private static Object value(Class<?> type) {
    if (type.isArray()) {
      return Array.newInstance(type.getComponentType(), 1);
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return Objects.requireNonNull(VALUES.get(type), () -> "a value of " + type);
  }

  /** Calls it with each of its references null in turn, and returns what was wrong. */
  private static List<String> wrong(Executable called, @Nullable Object receiver)
      throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    Class<?>[] types = called.getParameterTypes();
    for (int i = 0; i < types.length; i++) {
      if (types[i].isPrimitive()) {
        continue;
      }
      @Nullable Object[] arguments = new @Nullable Object[types.length];
      for (int j = 0; j < types.length; j++) {
        arguments[j] = j == i ? null : value(types[j]);
      }
      String what =
          "%s.%s, argument %d"
              .formatted(called.getDeclaringClass().getSimpleName(), called.getName(), i + 1);
      try {
        if (called instanceof Method method) {
          method.invoke(receiver, arguments);
        } else if (called instanceof Constructor<?> constructor) {
          constructor.newInstance(arguments);
        }
        wrong.add(what + ": taken");
      } catch (InvocationTargetException e) {
        Throwable thrown = Objects.requireNonNull(e.getCause());
        // Not the JVM's own words, which name what is inside.
        String message = String.valueOf(thrown.getMessage());
        if (!(thrown instanceof NullPointerException) || !message.matches("(?!null)\\w+")) {
          wrong.add(what + ": " + thrown);
        }
      }
    }
    return wrong;
  }

  private static List<String> wrong(Class<?> type, @Nullable Object receiver)
      throws ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    for (Method method : type.getMethods()) {
      boolean ours = method.getDeclaringClass().getName().startsWith("io.github.vaegraph");
      boolean fitting = Modifier.isStatic(method.getModifiers()) || receiver != null;
      if (ours && fitting && !method.isBridge() && !method.getName().equals("equals")) {
        wrong.addAll(wrong(method, receiver));
      }
    }
    if (type.isRecord()) {
      wrong.addAll(wrong(type.getDeclaredConstructors()[0], type));
    }
    return wrong;
  }

  @Test
  void everyNullIsRefusedByItsName() throws IOException, ReflectiveOperationException {
    List<String> wrong = new ArrayList<>();
    try (Vae vae = TinyImages.builder().build()) {
      wrong.addAll(wrong(Vae.class, vae));
    }
    for (Object receiver :
        List.of(
            TinyImages.builder(),
            ReadOptions.with(),
            DataOptions.of("none"),
            ReadOptions.USUAL,
            TinyImages.data(),
            TinyImages.split("train", 3),
            ServedModel.named("none"),
            CallLimits.STANDARD)) {
      wrong.addAll(wrong(receiver.getClass(), receiver));
    }
    for (Class<?> type :
        List.of(
            Datasets.class,
            ServingClient.class,
            ReadOptions.LabelColumn.class,
            ReadOptions.Arrays.class)) {
      wrong.addAll(wrong(type, null));
    }
    assertThat(wrong).isEmpty();
  }
}
