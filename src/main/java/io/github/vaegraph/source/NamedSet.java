package io.github.vaegraph.source;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.source.file.AmatFolder;
import io.github.vaegraph.source.file.IdxFolder;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A published set: a name, the files it consists of, where they come from and how they are read. To
 * add one, add it to {@link #DOWNLOADED}.
 *
 * @param name what the user calls it; a folder may spell it with underscores
 * @param files labels first: where all images have come, a broken download lacks no labels
 * @param mirrors addresses of folders that hold the files, tried in this order
 * @param packed where the files come in one archive that users unpack; such have no mirrors
 * @param reader reads the folder once the files are there
 */
record NamedSet(
    String name,
    List<RemoteFile> files,
    List<URI> mirrors,
    Optional<Packed> packed,
    Reader reader) {
  /**
   * Files in an archive.
   *
   * @param archive its address
   * @param folders where below the data folder its content may lie, the usual place first
   */
  record Packed(URI archive, List<String> folders) {}

  /** A set whose files are downloaded one by one. */
  NamedSet(String name, List<RemoteFile> files, List<URI> mirrors, Reader reader) {
    this(name, files, mirrors, Optional.empty(), reader);
  }

  /** Reads a folder that holds the set's files. */
  interface Reader {
    Parts read(Path folder, ReadOptions options, ReadLimits limits) throws IOException;
  }

  private static final List<String> DIGITS =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();

  private static final List<String> CLOTHES =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");

  static final List<NamedSet> DOWNLOADED =
      List.of(
          // LeCun, Cortes, Burges: the MNIST database of handwritten digits.
          new NamedSet(
              "mnist",
              idxFiles(
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
              List.of(
                  URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                  URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")),
              (folder, options, limits) -> idx(folder, options, limits, DIGITS)),
          // Xiao, Rasul, Vollgraf 2017, arXiv:1708.07747.
          new NamedSet(
              "fashion-mnist",
              idxFiles(
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
              List.of(
                  URI.create("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
                  URI.create(
                      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/"
                          + "master/data/fashion/")),
              (folder, options, limits) -> idx(folder, options, limits, CLOTHES)),
          // Larochelle, Murray 2011: MNIST binarized once and for all.
          new NamedSet(
              "binarized-mnist",
              List.of(
                  new RemoteFile(
                      "binarized_mnist_train.amat",
                      "ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d"),
                  new RemoteFile(
                      "binarized_mnist_valid.amat",
                      "1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2"),
                  new RemoteFile(
                      "binarized_mnist_test.amat",
                      "e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c")),
              List.of(
                  URI.create(
                      "https://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/"),
                  // The Internet Archive's copies; nobody else publishes these files.
                  URI.create(
                      "https://web.archive.org/web/2020id_/www.cs.toronto.edu/~larocheh/public/"
                          + "datasets/binarized_mnist/")),
              (folder, options, limits) -> AmatFolder.parts(folder)));

  private static List<RemoteFile> idxFiles(
      String trainLabels, String testLabels, String trainImages, String testImages) {
    return List.of(
        new RemoteFile("train-labels-idx1-ubyte.gz", trainLabels),
        new RemoteFile("t10k-labels-idx1-ubyte.gz", testLabels),
        new RemoteFile("train-images-idx3-ubyte.gz", trainImages),
        new RemoteFile("t10k-images-idx3-ubyte.gz", testImages));
  }

  /**
   * An IDX folder whose last twelfth of the training images validates, 5,000 of 60,000, where it
   * has no validation images of its own.
   */
  static Parts idx(Path folder, ReadOptions options, ReadLimits limits, List<String> labelNames)
      throws IOException {
    return validated(IdxFolder.parts(folder, "", options, limits).checked(folder), labelNames);
  }

  /** These parts, with the last twelfth of the training images for validation if there are none. */
  static Parts validated(Parts parts, List<String> labelNames) {
    Split all = parts.train();
    int twelfth = new DataOptions.SplitSize(1 / 12.0).of(all.count());
    int left = parts.validation().isPresent() ? all.count() : all.count() - twelfth;
    return new Parts(
        all.range("train", 0, left),
        Optional.of(parts.validation().orElseGet(() -> all.range("validation", left, all.count()))),
        parts.test(),
        parts.labelNames().size() > labelNames.size() ? parts.labelNames() : labelNames);
  }
}
