package io.github.vaegraph.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Sixty images of 4x4 in the formats that the program reads. */
final class TinyData {
  static final int IMAGES = 60;
  static final int SIZE = 16;

  private TinyData() {}

  static byte[] pixels(int images) {
    byte[] pixels = new byte[images * SIZE];
    new Random(7).nextBytes(pixels);
    return pixels;
  }

  /** Images without labels and splits: 48 train, 6 validate, 6 test. */
  static Path npy(Path file) throws IOException {
    return npy(file, "|u1", "(60, 4, 4)", pixels(IMAGES));
  }

  static Path npy(Path file, String type, String shape, byte[] body) throws IOException {
    String header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    ByteBuffer bytes = ByteBuffer.allocate(128 + body.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) 118);
    bytes.put(
        (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    return Files.write(file, bytes.put(body).array());
  }

  /** A folder as MNIST's, labelled, with a test split of its own: 54 train, 6 validate, 20 test. */
  static Path idx(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("train-images-idx3-ubyte"), idx(pixels(IMAGES), IMAGES, 4, 4));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(labels(IMAGES), IMAGES));
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(pixels(20), 20, 4, 4));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(labels(20), 20));
    return folder;
  }

  static byte[] idx(byte[] body, int... dimensions) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + body.length);
    bytes.putInt(0x800 | dimensions.length);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.put(body).array();
  }

  static byte[] labels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 3);
    }
    return labels;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** A folder of colour pictures without labels. */
  static Path pictures(Path folder, int count) throws IOException {
    Random random = new Random(7);
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIZE; pixel++) {
        picture.setRGB(pixel % 4, pixel / 4, random.nextInt(1 << 24));
      }
      ImageIO.write(picture, "png", folder.resolve("picture%03d.png".formatted(i)).toFile());
    }
    return folder;
  }
}
