package io.github.vaegraph.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Pictures under a title.
 *
 * @param kind how they are shown
 */
record Gallery(String title, Kind kind, List<Picture> pictures) {
  /** The looks, in small letters as the style sheet names them. */
  enum Kind {
    /** Charts, which say themselves what they show. */
    CHARTS,
    /** Pictures as large as two in a row can be. */
    LARGE,
    /** Pictures to be compared, three in a row. */
    BESIDE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether captions are written under the pictures. */
  boolean captioned() {
    return kind != Kind.CHARTS;
  }

  /** Those that hold a picture. */
  static List<Gallery> shown(Stream<Gallery> galleries) {
    return galleries.filter(gallery -> !gallery.pictures.isEmpty()).toList();
  }
}
