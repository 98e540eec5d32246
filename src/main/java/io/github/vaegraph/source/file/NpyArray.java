package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A NumPy array of images, from a file of its own or out of an archive. */
public final class NpyArray {
  private static final int AT_ONCE = 1 << 13;

  /** Bytes of pixels that an array holds; of more, those of black and white are held as bits. */
  private static final long MOST = Integer.MAX_VALUE - 16L;

  private final Path file; // for errors: an array in an archive is named archive.npz/name.npy
  private final NpyValues.Source source;
  private final ReadOptions options;

  private NpyArray(Path file, NpyValues.Source source, ReadOptions options) {
    this.file = file;
    this.source = source;
    this.options = options;
  }

  /**
   * Reads the images of a .npy file; bytes stay on disk where there are more than are held in
   * memory.
   *
   * @throws IOException when the array is none of images or its data are cut short
   */
  public static Parts parts(InputFile input, ReadOptions options, ReadLimits limits)
      throws IOException {
    NpyArray array = new NpyArray(input.path(), input::stream, options);
    try (NpyValues values = array.open()) {
      NpyHeader header = values.header();
      ArrayForm form = array.form(header);
      if (!input.gzip()) {
        long size = Math.multiplyExact((long) header.count(), form.shape().size());
        checkSize(values, input.size() - header.start(), size);
        if (header.unsignedBytes() && !header.fortran() && size > limits.inMemory()) {
          ByteScale scale =
              new ByteScale(input.path(), form.shape(), Scale.of(options, Scale.BYTES));
          Images images =
              new FileImages(input.path(), header.start(), header.count(), form.shape(), scale);
          return form.parts(images).noting(array.notes(header, form)).noting(scale.notes());
        }
      }
      return array.parts(values, form);
    }
  }

  /** Reads the images of an array in an archive. */
  public static Parts parts(Path name, NpyValues.Source source, ReadOptions options)
      throws IOException {
    return parts(name, source, options, MOST);
  }

  /** The same, with so many bytes at most. */
  static Parts parts(Path name, NpyValues.Source source, ReadOptions options, long most)
      throws IOException {
    NpyArray array = new NpyArray(name, source, options);
    try (NpyValues values = array.open()) {
      ArrayForm form = array.form(values.header());
      long size = (long) values.header().count() * form.shape().size();
      if (values.header().unsignedBytes() && size > most) {
        Scale scale = Scale.of(options, Scale.BYTES);
        return form.parts(BitImages.read(name, values, form.shape(), scale))
            .noting(array.notes(values.header(), form));
      }
      return array.parts(values, form);
    }
  }

  private NpyValues open() throws IOException {
    return NpyValues.open(file, source);
  }

  private ArrayForm form(NpyHeader header) throws IOException {
    if (header.kind() == 'U') {
      throw Problem.at(file, "expected numbers, found text; is this the array of images?");
    }
    List<Integer> sides = header.shape();
    ArrayAxes.check(file, sides, options.shape());
    return switch (sides.size()) {
      case 2 -> ArrayForm.flat(file, sides.get(1), options, "");
      case 3 -> ArrayForm.plain(file, sides.get(1), sides.get(2));
      case 4 -> ArrayForm.deep(file, sides.get(1), sides.get(2), sides.get(3), options);
      default ->
          throw Problem.at(
              file,
              "expected an array [images, height, width] or [images, height, width, channels], "
                  + "found %d dimensions",
              sides.size());
    };
  }

  /** Holds a raw file's size against its header before anything is allocated. */
  private static void checkSize(NpyValues values, long found, long size) throws IOException {
    NpyHeader header = values.header();
    long expected = Math.multiplyExact(size, (long) header.bytes());
    if (found < expected) {
      throw values.tooShort(found / (header.each() * header.bytes()));
    }
    if (found > expected) {
      throw values.tooLong();
    }
  }

  private Parts parts(NpyValues values, ArrayForm form) throws IOException {
    return numbers(values, form).noting(notes(values.header(), form));
  }

  private List<String> notes(NpyHeader header, ArrayForm form) {
    return ArrayAxes.notes(file, header.shape(), form.shape());
  }

  private Parts numbers(NpyValues values, ArrayForm form) throws IOException {
    NpyHeader header = values.header();
    if (header.unsignedBytes()) {
      byte[] bytes = values.bytes();
      ByteScale scale = new ByteScale(file, form.shape(), Scale.of(options, Scale.BYTES));
      scale.apply(bytes, 0, header.count(), 0);
      return form.parts(Images.of(form.shape(), bytes)).noting(scale.notes());
    }
    if (header.kind() == 'b') {
      return form.parts(scaled(values, form.shape(), new Scale(0, 1), 0)); // true is white
    }
    if (!header.wide()) {
      return form.parts(scaled(values, form.shape(), Scale.of(options, 1), tolerance(header)));
    }
    if (options.maxValue().isPresent()) {
      return form.parts(scaled(values, form.shape(), Scale.of(options, 1), 0));
    }
    double max = evidentMax(header);
    return form.parts(scaled(values, form.shape(), Scale.of(options, max), 0))
        .finding(ReadOptions.with().maxValue(max).build())
        .noting(
            "%s: values of type %s are none above %s, which was taken for white; maxValue(...) says otherwise"
                .formatted(file.getFileName(), header.type(), Range.text(max)));
  }

  /** What 0.1 as a float may exceed 0.1 by. */
  private static double tolerance(NpyHeader header) {
    return switch (header.bytes()) {
      case 2 -> 0x1p-11;
      case 4 -> 0x1p-23;
      default -> 0;
    };
  }

  /** 255 for whole numbers up to there, 1 where there are none above 1; others have to be told. */
  private double evidentMax(NpyHeader header) throws IOException {
    Range range = range();
    if (range.max() > Scale.BYTES || (options.minValue().isPresent() && range.max() > 1)) {
      throw Problem.at(
          file,
          "which %s stands for white? %s, or what the largest may be",
          header.type(),
          range.remedy());
    }
    return range.max() > 1 ? Scale.BYTES : 1;
  }

  private Range range() throws IOException {
    Range range = new Range();
    try (NpyValues values = open()) {
      values.numbers((i, value) -> range.add(value));
    }
    return range;
  }

  private Images scaled(NpyValues values, ImageShape shape, Scale scale, double tolerance)
      throws IOException {
    GrowingBytes pixels = new GrowingBytes(file, (long) values.header().count() * shape.size());
    byte[] converted = new byte[AT_ONCE];
    int[] length = {0};
    values.numbers(
        (i, value) -> {
          double share = scale.share(value);
          if (!Pixels.valid(share)) {
            if (!(share >= -tolerance && share <= 1 + tolerance)) {
              throw Problem.at(
                  file,
                  "image %d: expected values %s, found %s; %s",
                  i / shape.size(),
                  scale,
                  Range.text(value),
                  range().remedy());
            }
            share = Math.rint(share);
          }
          converted[length[0]++] = Pixels.of(share);
          if (length[0] == AT_ONCE) {
            pixels.append(converted, AT_ONCE);
            length[0] = 0;
          }
        });
    pixels.append(converted, length[0]);
    return Images.of(shape, pixels.toArray());
  }
}
