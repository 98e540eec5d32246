package io.github.vaegraph.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;

/**
 * One part of a data set: the images and, where they are known, their labels and factors.
 *
 * @param name {@code train}, {@code validation} or {@code test}
 * @param images the images
 * @param labels one class index an image, or empty when the images carry none
 * @param factors what the images were made from; empty where that is not known
 */
@SuppressWarnings("ArrayRecordComponent") // held once, never copied
public record Split(String name, Images images, int[] labels, Optional<Factors> factors) {
  /**
   * @throws IllegalArgumentException when there are labels, or factors, but not of every image
   */
  public Split {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(images, "images");
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(factors, "factors");
    if (labels.length != 0 && labels.length != images.count()) {
      throw new IllegalArgumentException(
          "%s: expected %d labels, one an image, found %d"
              .formatted(name, images.count(), labels.length));
    }
    int known = factors.map(Factors::images).orElse(images.count());
    if (known != images.count()) {
      throw new IllegalArgumentException(
          "%s: expected the factors of %d images, found those of %d"
              .formatted(name, images.count(), known));
    }
  }

  /**
   * Images whose factors are not known.
   *
   * @throws IllegalArgumentException when there are labels, but not one an image
   */
  public Split(String name, Images images, int[] labels) {
    this(name, images, labels, Optional.empty());
  }

  /** Number of images. */
  public int count() {
    return images.count();
  }

  /** Whether every image has a label. */
  public boolean labelled() {
    return labels.length > 0;
  }

  /** Whether every value of every image is black or white; reads on until one is not. */
  public boolean binary() {
    int size = images.shape().size();
    byte[] block = new byte[Math.min(Math.max(1, count()), Math.max(1, (1 << 16) / size)) * size];
    for (int from = 0; from < count(); from += block.length / size) {
      int now = Math.min(block.length / size, count() - from);
      images.readRange(from, now, block, 0);
      for (int i = 0; i < now * size; i++) {
        if (block[i] != 0 && block[i] != (byte) 255) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The values of the images from {@code from} (inclusive) to {@code to} (exclusive), in [0, 1].
   *
   * @return [to - from][H * W * C]
   * @throws IndexOutOfBoundsException when there are no such images
   */
  public float[][] values(int from, int to) {
    byte[] bytes = images.bytes(from, to);
    float[][] values = new float[to - from][images.shape().size()];
    for (int i = 0; i < bytes.length; i++) {
      values[i / values[0].length][i % values[0].length] = (bytes[i] & 0xff) / 255f;
    }
    return values;
  }

  /** The first images, with their labels; all of them where there are no more. */
  public Split first(int images) {
    return range(name, 0, Math.min(images, count()));
  }

  /**
   * So many images, of every class in turn and each class from its first on; the first images where
   * nothing is labelled.
   */
  public Split ofEveryClass(int images) {
    if (!labelled()) {
      return first(images);
    }
    Map<Integer, Queue<Integer>> classes = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      classes.computeIfAbsent(labels[i], label -> new ArrayDeque<>()).add(i);
    }
    int[] chosen = new int[Math.min(images, count())];
    int next = 0;
    while (next < chosen.length) {
      for (Queue<Integer> positions : classes.values()) {
        if (next < chosen.length && !positions.isEmpty()) {
          chosen[next++] = positions.remove();
        }
      }
    }
    return select(chosen);
  }

  /** The same images, all of one class. */
  public Split labelledAs(int label) {
    int[] same = new int[count()];
    Arrays.fill(same, label);
    return withLabels(same);
  }

  /** The same under another name. */
  public Split named(String newName) {
    return new Split(newName, images, labels, factors);
  }

  /** The same with other images in the place of its own, such as resized ones. */
  public Split withImages(Images others) {
    return new Split(name, others, labels, factors);
  }

  /** The same with other labels. */
  public Split withLabels(int[] others) {
    return new Split(name, images, others, factors);
  }

  /** The same with what its images were made from. */
  public Split withFactors(Factors known) {
    return new Split(name, images, labels, Optional.of(Objects.requireNonNull(known, "known")));
  }

  /** The images at these positions, with their labels and factors. */
  public Split select(int[] positions) {
    Objects.requireNonNull(positions, "positions");
    return new Split(
        name,
        images.select(positions),
        labelled() ? Arrays.stream(positions).map(i -> labels[i]).toArray() : labels,
        factors.map(known -> known.select(positions)));
  }

  /** The images from {@code from} (inclusive) to {@code to} (exclusive) under another name. */
  public Split range(String newName, int from, int to) {
    return new Split(
        newName,
        images.range(from, to),
        labelled() ? Arrays.copyOfRange(labels, from, to) : labels,
        factors.map(known -> known.range(from, to)));
  }

  /** No images, of the shape of another split's. */
  public static Split empty(String name, Split like) {
    return Objects.requireNonNull(like, "like").range(name, 0, 0);
  }

  @Override
  public String toString() {
    return "%s: %d images of %s%s"
        .formatted(name, count(), images.shape(), labelled() ? ", labelled" : "");
  }
}
