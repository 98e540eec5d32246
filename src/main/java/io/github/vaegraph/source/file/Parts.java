package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ConcatenatedImages;
import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a source holds, before anything is split off.
 *
 * @param train the training images, or all images where the source tells nothing apart
 * @param validation the source's own validation split
 * @param test the source's own test split
 * @param labelNames a name a class index, or empty when nothing is labelled
 * @param found what was found by looking at the files, as options that would have said the same
 * @param notes what there is to say of them, a line each
 */
public record Parts(
    Split train,
    Optional<Split> validation,
    Optional<Split> test,
    List<String> labelNames,
    ReadOptions found,
    List<String> notes) {
  private static final int SHOWN = 8; // names of classes in a note

  /** Copies the lists. */
  public Parts {
    labelNames = List.copyOf(labelNames);
    notes = List.copyOf(notes);
  }

  /** Parts of which nothing was found by looking. */
  public Parts(
      Split train, Optional<Split> validation, Optional<Split> test, List<String> labelNames) {
    this(train, validation, test, labelNames, ReadOptions.USUAL, List.of());
  }

  /** These parts, of which this was found by looking. */
  public Parts finding(ReadOptions other) {
    return new Parts(train, validation, test, labelNames, other.over(found), notes);
  }

  /** These parts, of which there is this to say. */
  public Parts noting(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Parts(train, validation, test, labelNames, found, more);
  }

  /** These parts with other images in the place of theirs. */
  public Parts mapped(UnaryOperator<Images> change) {
    UnaryOperator<Split> split = old -> old.withImages(change.apply(old.images()));
    return new Parts(
        split.apply(train), validation.map(split), test.map(split), labelNames, found, notes);
  }

  /** Images that come without splits. */
  public static Parts whole(Images images, int[] labels, List<String> labelNames) {
    return new Parts(
        new Split("train", images, labels), Optional.empty(), Optional.empty(), labelNames);
  }

  /** Images that come without splits and labels. */
  public static Parts whole(Images images) {
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

  /**
   * These parts with the classes numbered as they were before, found by their names; names that are
   * new come after those, which is said.
   */
  public Parts labelledLike(List<String> known) {
    if (known.isEmpty() || labelNames.isEmpty() || known.equals(labelNames)) {
      return this;
    }
    List<String> names = new ArrayList<>(known);
    int[] index = new int[labelNames.size()];
    for (int i = 0; i < index.length; i++) {
      int at = names.indexOf(labelNames.get(i));
      if (at < 0) {
        at = names.size();
        names.add(labelNames.get(i));
      }
      index[i] = at;
    }
    return new Parts(
        renumbered(train, index),
        validation.map(split -> renumbered(split, index)),
        test.map(split -> renumbered(split, index)),
        names,
        found,
        names.size() == known.size() ? notes : withNew(names.subList(known.size(), names.size())));
  }

  private List<String> withNew(List<String> names) {
    List<String> more = new ArrayList<>(notes);
    more.add(
        "classes that the model does not know: %s%s"
            .formatted(
                String.join(", ", names.stream().limit(SHOWN).toList()),
                names.size() > SHOWN ? ", ... (%d)".formatted(names.size()) : ""));
    return more;
  }

  private static Split renumbered(Split split, int[] index) {
    return split.withLabels(Arrays.stream(split.labels()).map(label -> index[label]).toArray());
  }

  /** These parts, of which there is all this to say. */
  public Parts noting(List<String> more) {
    Parts noted = this;
    for (String note : more) {
      noted = noted.noting(note);
    }
    return noted;
  }

  /** These parts with rows and columns of every image exchanged. */
  public Parts transposed() {
    return new Parts(
        transposed(train),
        validation.map(Parts::transposed),
        test.map(Parts::transposed),
        labelNames,
        found,
        notes);
  }

  private static Split transposed(Split split) {
    return split.withImages(RearrangedImages.transposed(split.images()));
  }

  /** Everything in the source's order. */
  public Split all() {
    return join("all", Stream.of(Optional.of(train), validation, test).flatMap(Optional::stream));
  }

  /** One split after the other; labelled when each is, of known factors when those of each are. */
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
            : new int[0],
        Factors.joined(parts.stream().map(Split::factors).toList()));
  }

  /** The names "0", "1", ... up to the largest of these labels. */
  static List<String> numbered(int[] labels) {
    int largest = Arrays.stream(labels).max().orElse(-1);
    return IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList();
  }
}
