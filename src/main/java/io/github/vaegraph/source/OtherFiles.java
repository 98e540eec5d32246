package io.github.vaegraph.source;

import io.github.vaegraph.source.file.InputFile;

/** Files of kinds that are not read here. */
final class OtherFiles {
  private OtherFiles() {}

  /**
   * What to do with one.
   *
   * @param name in small letters, without .gz
   */
  static String remedy(String name, InputFile.Kind kind) {
    if (name.matches(".*\\.(zip|tar|tgz|7z|rar)")) {
      return "unpack it and give its folder";
    }
    if (name.matches(".*\\.(mat|h5|hdf5|pkl|pickle|pt|pth|parquet|feather|rds|rdata|json)")) {
      return "save its arrays as .npy or .npz";
    }
    if (name.matches(".*\\.(xlsx?|ods)")) {
      return "save its table as .csv";
    }
    return kind == InputFile.Kind.ZIP
        ? "is it an .npz, or to be unpacked?"
        : "is the file's name right?";
  }
}
