package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The classes that a conditional model is told of beside an image: c in q(z|x, c) and p(x|z, c). In
 * the model's tensors a class is its index.
 *
 * @param names a name an index
 * @param images how many of the training images are of each
 */
public record Classes(List<String> names, List<Integer> images) {
  /** C is at most this. */
  public static final int MOST = 1 << 12;

  private static final int SHOWN = 20;

  /**
   * @throws IllegalArgumentException when there are too few or too many, or two of one name
   */
  public Classes {
    names = List.copyOf(names);
    images = List.copyOf(images);
    if (names.size() < 2 || names.size() > MOST || names.size() != images.size()) {
      throw new IllegalArgumentException(
          "classes must be from 2 to %d names with a number of images each, were %d with %d"
              .formatted(MOST, names.size(), images.size()));
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("classes must have names of their own, were " + names);
    }
    if (images.stream().anyMatch(count -> count < 0)
        || images.stream().allMatch(count -> count == 0)) {
      throw new IllegalArgumentException("classes must have images, had " + images);
    }
  }

  /**
   * The classes of a data set.
   *
   * @throws IllegalArgumentException when some of its images carry no label, or one of a class that
   *     no training image is of
   */
  public static Classes of(Dataset data) {
    for (Split split : List.of(data.train(), data.validation(), data.test())) {
      if (split.count() > 0 && !split.labelled()) {
        throw new IllegalArgumentException(
            ("%s: a conditional model needs a label for every image, found none for the %s images;"
                    + " label them, or train without conditional")
                .formatted(data.name(), split.name()));
      }
    }
    int[] labels = data.train().labels();
    int count = Math.max(data.labelNames().size(), Arrays.stream(labels).max().orElse(0) + 1);
    int[] images = new int[count];
    for (int label : labels) {
      images[label]++;
    }
    for (Split split : List.of(data.validation(), data.test())) {
      for (int label : split.labels()) {
        if (label >= count || images[label] == 0) {
          throw new IllegalArgumentException(
              "%s: %s images are of class %s, and no training image is: a conditional model cannot learn it"
                  .formatted(data.name(), split.name(), Labels.name(label, data.labelNames())));
        }
      }
    }
    return new Classes(
        IntStream.range(0, count).mapToObj(i -> Labels.name(i, data.labelNames())).toList(),
        Arrays.stream(images).boxed().toList());
  }

  /** C, how many there are. */
  public int count() {
    return names.size();
  }

  /**
   * The index of a class.
   *
   * @throws IllegalArgumentException when there is none of this name, or no training image was of
   *     it
   */
  public int index(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no class %s; the model knows %s".formatted(name, this));
    }
    check(index);
    return index;
  }

  /**
   * Refuses images whose labels are none of these classes' indices.
   *
   * @throws IllegalArgumentException when there is no such class, or no training image was of it
   */
  public void check(Split split) {
    Arrays.stream(split.labels()).distinct().forEach(this::check);
  }

  private void check(int index) {
    if (index < 0 || index >= count()) {
      throw new IllegalArgumentException(
          "no class of index %d; the model knows %s".formatted(index, this));
    }
    if (images.get(index) == 0) {
      throw new IllegalArgumentException(
          "no training image was of class %s, of which the model knows nothing"
              .formatted(names.get(index)));
    }
  }

  /** The indices of those that have images, in the order in which classes are shown. */
  public long[] shown() {
    int[] used = IntStream.range(0, count()).filter(i -> images.get(i) > 0).toArray();
    return Labels.shown(List.of(used), names).stream().mapToLong(Integer::longValue).toArray();
  }

  /** The names of classes by their indices. */
  public List<String> names(long... indices) {
    return Arrays.stream(indices).mapToObj(i -> names.get((int) i)).toList();
  }

  /** The index of the class of most images; of several the first. */
  public int mostFrequent() {
    return images.indexOf(Collections.max(images));
  }

  /** log p(c), by the training images' frequencies; minus infinity for a class of none. */
  public double[] logFrequencies() {
    double total = images.stream().mapToDouble(Integer::doubleValue).sum();
    return images.stream().mapToDouble(count -> Math.log(count / total)).toArray();
  }

  /**
   * A split of other data with these classes' indices, found by their names.
   *
   * @param labelNames the other data's, a name an index
   * @throws IllegalArgumentException when images carry no labels, or those of other classes
   */
  public Split relabelled(Split split, List<String> labelNames) {
    if (split.count() == 0) {
      return split;
    }
    Labels.check(split);
    if (labelNames.equals(names)) {
      return split;
    }
    int[] labels =
        Arrays.stream(split.labels()).map(label -> index(Labels.name(label, labelNames))).toArray();
    return split.withLabels(labels);
  }

  /** Their names, as people read them. */
  @Override
  public String toString() {
    return Stream.concat(
            names.stream().limit(SHOWN),
            Stream.of("%d others".formatted(names.size() - SHOWN))
                .filter(x -> names.size() > SHOWN))
        .collect(Collectors.joining(", "));
  }
}
