package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ConcatenatedImages;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a source holds, before anything is split off.
 *
 * @param train the training images, or all images where the source tells nothing apart
 * @param validation the source's own validation split
 * @param test the source's own test split
 * @param labelNames a name a class index, or empty when nothing is labelled
 */
public record Parts(
    Split train, Optional<Split> validation, Optional<Split> test, List<String> labelNames) {

  /** Images that come without splits. */
  static Parts whole(Images images, int[] labels, List<String> labelNames) {
    return new Parts(
        new Split("train", images, labels), Optional.empty(), Optional.empty(), labelNames);
  }

  /** Images that come without splits and labels. */
  static Parts whole(Images images) {
    return whole(images, new int[0], List.of());
  }

  /**
   * These parts, once all images have one shape.
   *
   * @throws IOException when they have not
   */
  public Parts checked(Path source) throws IOException {
    ImageShape shape = train.images().shape();
    for (Split split : Stream.of(validation, test).flatMap(Optional::stream).toList()) {
      if (!split.images().shape().equals(shape)) {
        throw Problem.at(
            source,
            "expected %s images of %s as in training, found %s",
            split.name(),
            shape,
            split.images().shape());
      }
    }
    return this;
  }

  /** Everything in the source's order. */
  public Split all() {
    return join("all", Stream.of(Optional.of(train), validation, test).flatMap(Optional::stream));
  }

  /** One split after the other; labelled when each is. */
  public static Split join(String name, Stream<Split> splits) {
    List<Split> parts = new ArrayList<>(splits.filter(s -> s.count() > 0).toList());
    Images images =
        parts.size() == 1
            ? parts.get(0).images()
            : new ConcatenatedImages(parts.stream().map(Split::images).toList());
    boolean labelled = parts.stream().allMatch(Split::labelled);
    return new Split(
        name,
        images,
        labelled
            ? parts.stream().flatMapToInt(s -> Arrays.stream(s.labels())).toArray()
            : new int[0]);
  }

  /** The names "0", "1", ... up to the largest of these labels. */
  static List<String> numbered(int[] labels) {
    int largest = Arrays.stream(labels).max().orElse(-1);
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }
}
