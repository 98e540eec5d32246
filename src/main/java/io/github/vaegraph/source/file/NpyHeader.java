package io.github.vaegraph.source.file;

import io.github.vaegraph.io.Problem;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * The beginning of a NumPy array file, versions 1 to 3: the magic, the version, the header's length
 * and a Python dictionary. The data follow.
 *
 * @param kind u, i, f or b: unsigned, signed, floating point, bool; U: text
 * @param bytes of one value
 * @param order of a value's bytes
 * @param fortran whether the first index changes fastest, as in arrays that pandas made
 * @param shape the dimensions, each positive
 * @param start where in the file the data begin
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format</a>
 */
record NpyHeader(
    char kind, int bytes, ByteOrder order, boolean fortran, List<Integer> shape, long start) {
  private static final long MAGIC = 0x934e554d5059L;
  private static final int MAX_LENGTH = 1 << 16;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern TYPE =
      Pattern.compile("([<>|=]?)(?:([uifb])([1248])|(U)(\\d{1,4}))");
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

  private static NpyHeader parse(Path file, String header, long start) throws IOException {
    Matcher descr = DESCR.matcher(header);
    Matcher fortran = FORTRAN.matcher(header);
    Matcher shape = SHAPE.matcher(header);
    if (!descr.find() || !fortran.find() || !shape.find()) {
      throw Problem.at(
          file,
          "expected a NumPy header of one plain type, an order and a shape, found %s",
          header.strip());
    }
    Matcher type = TYPE.matcher(descr.group(1));
    if (!type.matches() || descr.group(1).endsWith("f1")) {
      throw Problem.at(
          file,
          "expected whole numbers, floats, bools or text, found %s; save the array as one of those",
          descr.group(1));
    }
    boolean text = type.group(4) != null; // U7: seven characters, each four bytes
    int bytes = text ? 4 * Integer.parseInt(type.group(5)) : Integer.parseInt(type.group(3));
    char kind = text ? 'U' : type.group(2).charAt(0);
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    List<Integer> dimensions = dimensions(file, shape.group(1));
    boolean columns = fortran.group(1).equals("True") && dimensions.size() > 1;
    checkSize(file, dimensions, bytes, shape.group(1));
    return new NpyHeader(kind, bytes, order, columns, dimensions, start);
  }

  /** No arithmetic on sizes that follows can overflow. */
  private static void checkSize(Path file, List<Integer> dimensions, int bytes, String text)
      throws IOException {
    try {
      long unused =
          dimensions.stream()
              .mapToLong(Integer::longValue)
              .reduce(Math.max(1, bytes), Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw Problem.at(file, "no file holds an array (%s); is it damaged?", text);
    }
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

  /** The number of entries along the first dimension. */
  int count() {
    return shape.get(0);
  }

  /** Values of one entry along the first dimension. */
  long each() {
    return shape.stream().skip(1).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether values are whole numbers of more than one byte, or may be below 0. */
  boolean wide() {
    return kind == 'i' || (kind == 'u' && bytes > 1);
  }

  /** Whether values are unsigned bytes. */
  boolean unsignedBytes() {
    return kind == 'u' && bytes == 1;
  }

  /** The type as NumPy names it, {@code uint8}. */
  String type() {
    return switch (kind) {
      case 'u' -> "uint" + 8 * bytes;
      case 'i' -> "int" + 8 * bytes;
      case 'f' -> "float" + 8 * bytes;
      case 'b' -> "bool";
      default -> "text";
    };
  }
}
