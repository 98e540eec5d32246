package io.github.vaegraph.source;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.IdxFolder;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sets of EMNIST: Cohen, Afshar, Tapson, van Schaik 2017, arXiv:1702.05373. They are published
 * in one archive, and their images with rows and columns exchanged.
 */
final class Emnist {
  private static final NamedSet.Packed PACKED =
      new NamedSet.Packed(
          URI.create("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip"),
          List.of("emnist", "emnist/gzip", "gzip", "EMNIST", "EMNIST/raw"));

  private static final String DIGITS = "0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** The classes in the order of EMNIST's mapping files, without letters that look like others. */
  private static final String MERGED = DIGITS + CAPITALS + "abdefghnqrt";

  static final List<NamedSet> SETS =
      List.of(
          set("letters", 1, CAPITALS),
          set("digits", 0, DIGITS),
          set("balanced", 0, MERGED),
          set("bymerge", 0, MERGED),
          set("byclass", 0, DIGITS + CAPITALS + "abcdefghijklmnopqrstuvwxyz"),
          set("mnist", 0, DIGITS));

  private Emnist() {}

  /**
   * One of the sets.
   *
   * @param firstLabel the label of the first class in the files
   * @param classes one character each
   */
  private static NamedSet set(String split, int firstLabel, String classes) {
    String prefix = "emnist-" + split + "-";
    return new NamedSet(
        "emnist-" + split,
        Stream.of("train-labels-idx1", "test-labels-idx1", "train-images-idx3", "test-images-idx3")
            // Nobody publishes check sums of the single files.
            .map(name -> new RemoteFile(prefix + name + "-ubyte.gz", ""))
            .toList(),
        List.of(),
        Optional.of(PACKED),
        (folder, options, limits) ->
            read(folder, prefix, options, limits, firstLabel, List.of(classes.split(""))));
  }

  private static Parts read(
      Path folder,
      String prefix,
      ReadOptions options,
      ReadLimits limits,
      int firstLabel,
      List<String> classes)
      throws IOException {
    Parts parts = IdxFolder.parts(folder, prefix, options, limits).checked(folder).transposed();
    int last = firstLabel + classes.size() - 1;
    for (int label : parts.all().labels()) {
      if (label < firstLabel || label > last) {
        throw Problem.at(
            folder,
            "expected labels from %d to %d in the files %s..., found %d; are they EMNIST's?",
            firstLabel,
            last,
            prefix,
            label);
      }
    }
    Parts counted =
        new Parts(
            counted(parts.train(), firstLabel),
            parts.validation().map(split -> counted(split, firstLabel)),
            parts.test().map(split -> counted(split, firstLabel)),
            classes);
    return NamedSet.validated(counted, classes);
  }

  /** The split with its classes counted from 0. */
  private static Split counted(Split split, int firstLabel) {
    return split.withLabels(
        Arrays.stream(split.labels()).map(label -> label - firstLabel).toArray());
  }
}
