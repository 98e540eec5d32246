package io.github.vaegraph.source.file;

import io.github.vaegraph.data.Factors;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Images of one split and what the files call their classes.
 *
 * @param words a label an image, or none
 * @param factors what the images were made from, where the files tell
 */
record Labelled(Images images, List<String> words, Optional<Factors> factors) {
  /** Images of whose factors the files tell nothing. */
  Labelled(Images images, List<String> words) {
    this(images, words, Optional.empty());
  }

  /** Splits whose classes are the same where they have the same name. */
  static Parts parts(Labelled train, Optional<Labelled> validation, Optional<Labelled> test) {
    List<String> words = new ArrayList<>();
    Stream.of(Optional.of(train), validation, test)
        .flatMap(Optional::stream)
        .forEach(split -> words.addAll(split.words));
    Classes classes = Classes.of(words);
    int validationStart = train.words.size();
    int testStart = validationStart + validation.map(split -> split.words.size()).orElse(0);
    return new Parts(
        train.split("train", classes, 0),
        validation.map(split -> split.split("validation", classes, validationStart)),
        test.map(split -> split.split("test", classes, testStart)),
        classes.names());
  }

  private Split split(String name, Classes classes, int start) {
    return new Split(
        name, images, Arrays.copyOfRange(classes.labels(), start, start + words.size()), factors);
  }
}
