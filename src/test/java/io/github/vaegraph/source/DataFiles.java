package io.github.vaegraph.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.data.ReadOptionsBuilder;
import io.github.vaegraph.data.Split;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.jspecify.annotations.Nullable;

/** Writes small data files of every kind, and opens them as users do. */
public final class DataFiles {
  private DataFiles() {}

  /** Opens a path and gives the message of its refusal, which must be one line and one of ours. */
  public static AbstractStringAssert<?> refusal(DataOptions options) {
    Throwable thrown = catchThrowable(() -> Datasets.open(options));
    assertThat(thrown)
        .isNotNull()
        .isInstanceOfAny(IOException.class, IllegalArgumentException.class);
    return assertThat(thrown.getMessage()).doesNotContain("\n");
  }

  public static AbstractStringAssert<?> refusal(Path path) {
    return refusal(DataOptions.of(path.toString()));
  }

  /** All images of a path in order, as one array. */
  public static byte[] pixels(Split split) {
    return pixels(split.images());
  }

  public static byte[] pixels(Images images) {
    int size = images.shape().size();
    byte[] pixels = new byte[images.count() * size];
    for (int i = 0; i < images.count(); i++) {
      images.read(i, pixels, i * size);
    }
    return pixels;
  }

  public static Split all(Path path) throws IOException {
    return Datasets.openAll(DataOptions.of(path.toString()));
  }

  /** Bytes 0, 1, 2, ... again and again. */
  public static byte[] counting(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** IDX data of unsigned bytes with these dimensions in the header. */
  public static byte[] idx(byte[] body, int... dimensions) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + body.length);
    buffer.putInt(0x800 | dimensions.length);
    for (int dimension : dimensions) {
      buffer.putInt(dimension);
    }
    return buffer.put(body).array();
  }

  /** IDX images of 2 rows and 3 columns, counting through. */
  public static byte[] idxImages(int count) {
    return idx(counting(count * 6), count, 2, 3);
  }

  public static byte[] idxLabels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return idx(labels, count);
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** A .npy file, version 1, as numpy.save writes it. */
  public static byte[] npy(String descr, String shape, byte[] body) throws IOException {
    return npy(1, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape, body);
  }

  public static byte[] npy(int version, String form, String descr, String shape, byte[] body)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    String header = String.format(form, descr, shape) + "\n";
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      out.writeShort(Short.reverseBytes((short) header.length()));
    } else {
      out.writeInt(Integer.reverseBytes(header.length()));
    }
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.write(body);
    return bytes.toByteArray();
  }

  public static byte[] floats(float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      buffer.putFloat(value);
    }
    return buffer.array();
  }

  /** White squares of 10 at changing places in black images of 128: more than 600-fold in gzip. */
  public static byte[] squares(int count) {
    byte[] pixels = new byte[count * 128 * 128];
    for (int i = 0; i < count; i++) {
      int corner = i * 128 * 128 + i * 37 % 118 * 128 + i * 53 % 118;
      for (int y = 0; y < 10; y++) {
        Arrays.fill(pixels, corner + y * 128, corner + y * 128 + 10, (byte) 255);
      }
    }
    return pixels;
  }

  public static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** A picture of one colour in a file whose name tells the format. */
  public static Path picture(Path file, int width, int height, int rgb) throws IOException {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, rgb);
      }
    }
    return picture(file, picture);
  }

  public static Path picture(Path file, BufferedImage picture) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String name = file.getFileName().toString();
    assertThat(ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile()))
        .isTrue();
    return file;
  }

  /** A WebP file of one colour without loss, put together by its specification (RFC 9649). */
  public static byte[] webp(int width, int height, int rgb) {
    BitSet bits = new BitSet();
    int[] at = {0};
    BiConsumer<Integer, Integer> put =
        (count, value) -> {
          for (int i = 0; i < count; i++) {
            bits.set(at[0]++, (value >> i & 1) == 1);
          }
        };
    put.accept(8, 0x2f);
    put.accept(14, width - 1);
    put.accept(14, height - 1);
    put.accept(4, 0); // no opacity used, version 0
    put.accept(3, 0); // no transform, no cache of colours, one group of codes
    for (int value : new int[] {rgb >> 8 & 0xff, rgb >> 16 & 0xff, rgb & 0xff, 0xff}) {
      put.accept(3, 0b101); // a simple code of one symbol of 8 bits
      put.accept(8, value);
    }
    put.accept(4, 0b0001); // and distances: one symbol of 1 bit
    int length = (at[0] + 7) / 8;
    byte[] data = Arrays.copyOf(bits.toByteArray(), length + length % 2);
    ByteBuffer file = ByteBuffer.allocate(20 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + data.length);
    file.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(length);
    return file.put(data).array();
  }

  public static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, bytes);
  }

  public static Path write(Path file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The options of a path with some of them changed. */
  public static DataOptions options(
      Path path,
      @Nullable ImageShape shape,
      ReadOptions.LabelColumn labels,
      @Nullable Double maxValue) {
    ReadOptionsBuilder reading = ReadOptions.with();
    if (shape != null) {
      reading.shape(shape);
    }
    if (!labels.equals(ReadOptions.LabelColumn.NONE)) {
      reading.labelColumn(labels);
    }
    if (maxValue != null) {
      reading.maxValue(maxValue);
    }
    return DataOptions.of(path.toString()).withReading(reading.build());
  }
}
