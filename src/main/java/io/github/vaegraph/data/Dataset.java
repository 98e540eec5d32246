package io.github.vaegraph.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A data set, split for training, validation and test.
 *
 * @param name short name that files are named after: {@code mnist}, or a path's last part
 * @param source where it came from, for people: a path or {@code embedded, seed 0}
 * @param train the split that is trained on, never empty
 * @param validation the split that is watched while training; may be empty
 * @param test the split that is reported; may be empty
 * @param labelNames a name a class index, or empty when nothing is labelled
 * @param options what opens it once more, to the same images: what was found by looking is said in
 *     them, the classes' names included; empty for a set that was made in memory
 * @param notes what there is to say of how it was understood, a line each
 */
public record Dataset(
    String name,
    String source,
    Split train,
    Split validation,
    Split test,
    List<String> labelNames,
    Optional<DataOptions> options,
    List<String> notes) {
  /**
   * @throws IllegalArgumentException when there is nothing to train on or shapes differ
   */
  public Dataset {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(train, "train");
    Objects.requireNonNull(validation, "validation");
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(labelNames, "labelNames");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(notes, "notes");
    if (train.count() == 0) {
      throw new IllegalArgumentException(name + ": no images to train on");
    }
    for (Split split : List.of(validation, test)) {
      if (!split.images().shape().equals(train.images().shape())) {
        throw new IllegalArgumentException(
            "%s: expected %s images of %s as in training, found %s"
                .formatted(name, split.name(), train.images().shape(), split.images().shape()));
      }
    }
    labelNames = List.copyOf(labelNames);
    notes = List.copyOf(notes);
  }

  /**
   * A set that was made in memory.
   *
   * @throws IllegalArgumentException when there is nothing to train on or shapes differ
   */
  public Dataset(
      String name,
      String source,
      Split train,
      Split validation,
      Split test,
      List<String> labelNames) {
    this(name, source, train, validation, test, labelNames, Optional.empty(), List.of());
  }

  /** The same, which was opened by these options. */
  public Dataset openedBy(DataOptions by, List<String> toSay) {
    Objects.requireNonNull(by, "by");
    return new Dataset(name, source, train, validation, test, labelNames, Optional.of(by), toSay);
  }

  @Override
  public String toString() {
    return "%s (%s): %d train, %d validation, %d test images of %s%s"
        .formatted(
            name,
            source,
            train.count(),
            validation.count(),
            test.count(),
            shape(),
            labelNames.isEmpty() ? "" : ", labelled");
  }

  /** The shape of every image. */
  public ImageShape shape() {
    return train.images().shape();
  }

  /** The split that results are reported on: the test split, or training where there is none. */
  public Split reported() {
    return test.count() > 0 ? test : train;
  }

  /**
   * The split of this name.
   *
   * @throws IllegalArgumentException when there is no such split
   */
  public Split split(String splitName) {
    return switch (Objects.requireNonNull(splitName, "split")) {
      case "train" -> train;
      case "validation" -> validation;
      case "test" -> test;
      default ->
          throw new IllegalArgumentException(
              "split must be train, validation or test, was " + splitName);
    };
  }
}
