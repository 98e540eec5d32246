package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * The beginning of a NumPy array file, versions 1 to 3: the magic, the version, the header's length
 * and a Python dictionary. The data follow.
 *
 * @param kind u, i, f or b: unsigned, signed, floating point, bool
 * @param bytes of one value
 * @param shape the dimensions, each positive
 * @param start where in the file the data begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
record NpyHeader(char kind, int bytes, List<Integer> shape, long start) {
  private static final long MAGIC = 0x934e554d5059L;
  private static final int MAX_LENGTH = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern TYPE = Pattern.compile("([<>|=]?)([uifb])([1248])");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\sL]*)\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * Reads the header; the stream then stands at the data.
   *
   * @throws IOException when it is no array, or one that is not read here
   */
  static NpyHeader read(Path file, DataInputStream in) throws IOException {
    try {
      long magic = (in.readInt() & 0xffffffffL) << 16 | in.readUnsignedShort();
      if (magic != MAGIC) {
        throw Problem.at(file, "expected a NumPy array, found other data");
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte(); // the minor version, always 0
      if (version < 1 || version > 3) {
        throw Problem.at(file, "expected NumPy format version 1, 2 or 3, found %d", version);
      }
      long length =
          version == 1
              ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
              : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      if (length > MAX_LENGTH) {
        throw Problem.at(file, "a NumPy header of %d bytes; is the file damaged?", length);
      }
      byte[] text = new byte[(int) length];
      in.readFully(text);
      return parse(
          file, new String(text, StandardCharsets.UTF_8), (version == 1 ? 10 : 12) + length);
    } catch (EOFException e) {
      throw Problem.at(file, "the file ends within its header; is it complete?");
    } catch (ZipException e) {
      throw Problem.reading(file, e);
    }
  }

  private static NpyHeader parse(Path file, String text, long start) throws IOException {
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !fortran.find() || !shape.find()) {
      throw Problem.at(
          file,
          "expected a NumPy header of one plain type, an order and a shape, found %s",
          text.strip());
    }
    Matcher type = TYPE.matcher(descr.group(1));
    if (!type.matches()) {
      throw Problem.at(
          file,
          "expected values of type uint8, bool, float32 or float64, found %s",
          descr.group(1));
    }
    int bytes = Integer.parseInt(type.group(3));
    if (type.group(1).equals(">") && bytes > 1) {
      throw Problem.at(
          file,
          "expected little-endian values, found %s; save array.astype('<%s')",
          descr.group(1),
          descr.group(1).substring(1));
    }
    List<Integer> dimensions = dimensions(file, shape.group(1));
    if (fortran.group(1).equals("True") && dimensions.size() > 1) {
      throw Problem.at(
          file, "expected C order, found Fortran order; save numpy.ascontiguousarray(array)");
    }
    return new NpyHeader(type.group(2).charAt(0), bytes, dimensions, start);
  }

  private static List<Integer> dimensions(Path file, String text) throws IOException {
    List<Integer> dimensions = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    while (number.find()) {
      try {
        int dimension = Integer.parseInt(number.group());
        if (dimension == 0) {
          throw Problem.at(file, "the array (%s) is empty", text);
        }
        dimensions.add(dimension);
      } catch (NumberFormatException e) {
        throw Problem.at(file, "expected dimensions up to 2147483647, found %s", number.group());
      }
    }
    return List.copyOf(dimensions);
  }

  /** The type as NumPy writes it, {@code u1} for unsigned bytes. */
  String type() {
    return String.format(Locale.ROOT, "%c%d", kind, bytes);
  }
}
