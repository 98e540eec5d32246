package io.github.vaegraph.source;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.DataOptions.SplitSize;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.file.Parts;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Decides which images train, validate and test. Images drawn by the seed stay in the source's
 * order within their split, so that data on disk are read forwards.
 */
final class Splitter {
  private static final SplitSize TENTH = new SplitSize(0.1);
  private static final byte TRAIN = 0;
  private static final byte VALIDATION = 1;
  private static final byte TEST = 2;

  private final String name;
  private final DataOptions options;

  /** For a set of this name, which stands in errors. */
  Splitter(String name, DataOptions options) {
    this.name = name;
    this.options = options;
  }

  /** Splits by the source where it tells, and else by the seed. */
  Dataset split(Parts parts, String source) {
    if (parts.test().isPresent()
        && parts.validation().isPresent()
        && options.validation().isEmpty()) {
      return dataset(parts, source, parts.train(), parts.validation().get(), parts.test().get());
    }
    boolean merge = parts.validation().isPresent() && options.validation().isPresent();
    Split pool = merge ? trainAndValidation(parts) : parts.train();
    int forTest = parts.test().isPresent() ? 0 : options.test().orElse(TENTH).of(pool.count());
    int forValidation =
        parts.validation().isPresent() && !merge
            ? 0
            : options.validation().orElse(TENTH).of(pool.count());
    checkLeft(pool, forValidation, forTest);
    byte[] parted = draw(pool.count(), forTest, forValidation, options.seed());
    Split test = parts.test().orElseGet(() -> select("test", pool, parted, TEST));
    Split validation =
        parts.validation().isPresent() && !merge
            ? parts.validation().get()
            : select("validation", pool, parted, VALIDATION);
    Split train = select("train", pool, parted, TRAIN);
    return dataset(parts, source, train, validation, test);
  }

  /** Splits as published: where another validation size is asked for, the last images are taken. */
  Dataset splitInOrder(Parts parts, String source) {
    Split test = parts.test().orElseGet(() -> Split.empty("test", parts.train()));
    if (options.validation().isEmpty()) {
      Split validation =
          parts.validation().orElseGet(() -> Split.empty("validation", parts.train()));
      return dataset(parts, source, parts.train(), validation, test);
    }
    Split pool = trainAndValidation(parts);
    int last = options.validation().get().of(pool.count());
    checkLeft(pool, last, 0);
    int left = pool.count() - last;
    Split train = pool.range("train", 0, left);
    return dataset(parts, source, train, pool.range("validation", left, pool.count()), test);
  }

  private static Split trainAndValidation(Parts parts) {
    return Parts.join(
        "train",
        Stream.of(Optional.of(parts.train()), parts.validation()).flatMap(Optional::stream));
  }

  private void checkLeft(Split pool, int validation, int test) {
    if ((long) validation + test >= pool.count()) {
      throw new IllegalArgumentException(
          "%s: of %d images %d would validate and %d test, which leaves none to train on"
              .formatted(name, pool.count(), validation, test));
    }
  }

  private Dataset dataset(Parts parts, String source, Split train, Split validation, Split test) {
    return new Dataset(name, source, train, validation, test, parts.labelNames());
  }

  /** Where each image goes: drawn from a deck, first those for the test. */
  private static byte[] draw(int count, int forTest, int forValidation, long seed) {
    int[] deck = IntStream.range(0, count).toArray();
    byte[] parted = new byte[count];
    // Its numbers are laid down in its documentation: every JVM draws the same splits.
    Random random = new Random(seed);
    for (int i = 0; i < forTest + forValidation; i++) {
      int j = i + random.nextInt(count - i);
      parted[deck[j]] = i < forTest ? TEST : VALIDATION;
      deck[j] = deck[i];
    }
    return parted;
  }

  private static Split select(String name, Split pool, byte[] parted, byte part) {
    int[] positions = IntStream.range(0, parted.length).filter(i -> parted[i] == part).toArray();
    return pool.select(positions).named(name);
  }
}
