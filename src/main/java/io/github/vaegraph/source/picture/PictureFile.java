package io.github.vaegraph.source.picture;

import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.InputFile;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.ImageInputStream;

/** One file of a picture, in one of the usual formats. */
final class PictureFile {
  /** Pictures above this many pixels are refused before they are decoded. */
  static final long MAX_PIXELS = 1L << 26;

  private static final int MAX_SIDE = 1 << 16;

  /** Even a blank picture takes a byte for so many pixels, or it is small. */
  private static final int PIXELS_PER_BYTE = 1000;

  private static final int SMALL = 1 << 20;

  private static final int BMP_HEADER_SIZE = 14;
  private static final int BMP_COMPRESSION = 30;

  /** The formats, as errors name them. */
  static final String KINDS = "PNG, JPEG, BMP, GIF, TIFF, WebP, PBM, PGM or PPM";

  /** Those whose files may hold several pictures. */
  private static final List<String> SEVERAL = List.of("gif", "tiff", "webp");

  private static final List<String> FORMATS =
      List.of("png", "jpeg", "bmp", "gif", "tiff", "webp", "pnm");

  static {
    // Java finds them by the thread's class loader, and that of its own pool does not see what lies
    // in an
    // application's jar of jars.
    IIORegistry registry = IIORegistry.getDefaultInstance();
    registry.registerServiceProvider(new WebPImageReaderSpi());
    registry.registerServiceProvider(new PNMImageReaderSpi());
  }

  private PictureFile() {}

  /**
   * What a file's header tells.
   *
   * @param size as the picture is looked at
   * @param several whether the file holds more pictures than the first, as animations and the pages
   *     of a TIFF are
   */
  record Header(Size size, boolean several) {}

  /** Width and height of a picture. */
  record Size(int width, int height) {
    private Size turned() {
      int wide = height;
      int high = width;
      return new Size(wide, high);
    }

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /**
   * A decoded picture.
   *
   * @param stored its pixels as they lie in the file
   * @param orientation where its upper left corner is among them
   */
  record Decoded(BufferedImage stored, Orientation orientation) {}

  /**
   * Reads the header and nothing else.
   *
   * @throws IOException when it is no picture or an absurdly large one
   */
  static Header header(Path file) throws IOException {
    Header header =
        with(
            file,
            (reader, orientation) -> {
              boolean several = several(reader); // from the file's start
              Size stored = new Size(reader.getWidth(0), reader.getHeight(0));
              return new Header(orientation.turned() ? stored.turned() : stored, several);
            });
    Size size = header.size();
    if ((long) size.width * size.height > MAX_PIXELS
        || Math.max(size.width, size.height) > MAX_SIDE) {
      throw Problem.at(
          file,
          "expected a picture of at most %d pixels and %d a side, found %s",
          MAX_PIXELS,
          MAX_SIDE,
          size);
    }
    long pixels = (long) size.width * size.height;
    long bytes = Files.size(file);
    if (pixels > SMALL && pixels / PIXELS_PER_BYTE > bytes) {
      throw Problem.at(file, "a picture of %s in %d bytes is damaged or does harm", size, bytes);
    }
    return header;
  }

  /**
   * Whether the header alone says that a picture is grey; others may be so all the same.
   *
   * @throws IOException when it is no picture
   */
  static boolean greyByHeader(Path file) throws IOException {
    return with(
        file,
        (reader, orientation) -> {
          ImageTypeSpecifier type = reader.getRawImageType(0);
          return type != null && PicturePixels.grey(type.getColorModel());
        });
  }

  /**
   * Decodes the first picture of a file.
   *
   * @throws IOException when it is damaged or cut short
   */
  static Decoded decode(Path file) throws IOException {
    boolean[] cut = {false};
    boolean[] mixedUp = {false};
    Decoded picture =
        with(
            file,
            (reader, orientation) -> {
              mixedUp[0] = isOf(reader, "gif") && InterlacedGif.mixedUp(reader);
              // A JPEG that ends too early is otherwise filled up with grey.
              reader.addIIOReadWarningListener(
                  (source, warning) ->
                      cut[0] |= warning.toLowerCase(Locale.ROOT).contains("premature"));
              return new Decoded(reader.read(0), orientation);
            });
    if (cut[0]) {
      throw cut(file);
    }
    if (mixedUp[0]) {
      throw Problem.at(
          file,
          "Java's reader mixes up the rows of an interlaced GIF of %d; save it without interlacing,"
              + " or as PNG",
          picture.stored().getHeight());
    }
    return picture;
  }

  private static boolean several(ImageReader reader) {
    if (SEVERAL.stream().noneMatch(format -> isOf(reader, format))) {
      return false;
    }
    boolean forwardOnly = false;
    reader.setInput(reader.getInput(), forwardOnly, true);
    try {
      return reader.getNumImages(true) > 1;
    } catch (IOException | RuntimeException e) {
      return false; // damage behind the first picture, which alone is read
    }
  }

  private interface Step<T> {
    T apply(ImageReader reader, Orientation orientation) throws IOException;
  }

  private static <T> T with(Path file, Step<T> step) throws IOException {
    try (ImageInputStream in = PictureStream.open(file)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        if (known(reader)) {
          refuseEmbedded(file, in);
          return with(file, reader, in, step);
        }
        reader.dispose();
      }
    } catch (EOFException e) {
      throw cut(file);
    }
    throw Problem.at(
        file, "expected a %s picture, found %s", KINDS, InputFile.open(file).kind().words);
  }

  private static <T> T with(Path file, ImageReader reader, ImageInputStream in, Step<T> step)
      throws IOException {
    try {
      Orientation orientation = Orientation.of(in);
      boolean forwardOnly = true;
      boolean ignoreMetadata = true;
      reader.setInput(in, forwardOnly, ignoreMetadata);
      return step.apply(reader, orientation);
    } catch (EOFException e) {
      throw cut(file);
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders answer damage with nearly every runtime exception.
      throw new IOException(
          Problem.at(file, "the picture is damaged: %s", Problem.shortly(e)).getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw Problem.reading(file, e);
    } finally {
      reader.dispose();
    }
  }

  /** For a JPEG or PNG inside a BMP, Java reserves what the header promises, up to 2 GiB. */
  private static void refuseEmbedded(Path file, ImageInputStream in) throws IOException {
    if (in.length() < BMP_COMPRESSION + Integer.BYTES || in.read() != 'B' || in.read() != 'M') {
      in.seek(0);
      return;
    }
    ByteOrder before = in.getByteOrder();
    in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    in.seek(BMP_HEADER_SIZE);
    boolean oldest = in.readInt() < 40; // without the field
    in.seek(BMP_COMPRESSION);
    int compression = in.readInt();
    in.seek(0);
    in.setByteOrder(before);
    if (!oldest && (compression == 4 || compression == 5)) {
      throw Problem.at(
          file, "expected a BMP of pixels, found a JPEG or PNG inside; save it as a PNG");
    }
  }

  private static IOException cut(Path file) {
    return Problem.at(file, "the picture ends too early; is the file complete?");
  }

  private static boolean known(ImageReader reader) {
    return FORMATS.stream().anyMatch(format -> isOf(reader, format));
  }

  /** Whether a reader is one of this format, in small letters. */
  private static boolean isOf(ImageReader reader, String format) {
    return Arrays.stream(reader.getOriginatingProvider().getFormatNames())
        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(format));
  }
}
