package io.github.vaegraph.source.picture;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/**
 * How a picture's stored pixels are to be looked at: EXIF's tag 0x0112 (TIFF 6.0, page 36), as it
 * stands in JPEG, PNG, WebP and TIFF files.
 *
 * @param value from 1, as stored, to 8; from 5 on rows are columns
 */
record Orientation(int value) {
  /** Pixels lie as they are looked at. */
  static final Orientation AS_STORED = new Orientation(1);

  private static final int TAG = 0x0112;
  private static final int SHORT = 3;
  private static final int ENTRY = 12; // bytes
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads it from a file and goes back to the file's start. What is no such entry, or a damaged
   * one, leaves pixels as they are stored, as viewers do.
   */
  static Orientation of(ImageInputStream in) throws IOException {
    ByteOrder before = in.getByteOrder();
    try {
      in.seek(0);
      in.setByteOrder(ByteOrder.BIG_ENDIAN);
      int start = in.readInt();
      if (start >>> 16 == 0xffd8) {
        return inJpeg(in);
      }
      return switch (start) {
        case 0x89504e47 -> inPng(in);
        case 0x52494646 -> inWebp(in); // RIFF
        case 0x49492a00, 0x4d4d002a -> inTiff(in, 0);
        default -> AS_STORED;
      };
    } catch (IOException | RuntimeException e) {
      return AS_STORED; // the file ends early, for one; its pixels tell that better
    } finally {
      in.setByteOrder(before);
      in.seek(0);
    }
  }

  /** Whether height and width are exchanged. */
  boolean turned() {
    return value >= 5;
  }

  /**
   * Stored pixels of this height and width, in rows, columns and channels, as they are looked at.
   */
  byte[] upright(byte[] stored, int height, int width, int channels) {
    if (value == 1) {
      return stored;
    }
    boolean upsideDown = value == 3 || value == 4 || value == 6 || value == 7; // rows from below
    boolean mirrored = value == 2 || value == 3 || value == 7 || value == 8; // columns from right
    int rows = turned() ? width : height;
    int columns = turned() ? height : width;
    byte[] pixels = new byte[stored.length];
    int next = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int row = turned() ? x : y;
        int column = turned() ? y : x;
        row = upsideDown ? height - 1 - row : row;
        column = mirrored ? width - 1 - column : column;
        for (int c = 0; c < channels; c++) {
          pixels[next++] = stored[(row * width + column) * channels + c];
        }
      }
    }
    return pixels;
  }

  private static Orientation inJpeg(ImageInputStream in) throws IOException {
    in.seek(2);
    while (true) {
      int marker = in.readUnsignedShort();
      long begin = in.getStreamPosition();
      int length = in.readUnsignedShort();
      if (marker >>> 8 != 0xff || marker == 0xffda || length < 2) { // where pixels begin
        return AS_STORED;
      }
      if (marker == 0xffe1 && exif(in)) {
        return inTiff(in, in.getStreamPosition());
      }
      in.seek(begin + length);
    }
  }

  private static Orientation inPng(ImageInputStream in) throws IOException {
    in.seek(8);
    while (true) {
      long length = in.readUnsignedInt();
      int type = in.readInt();
      if (type == 0x65584966) { // eXIf
        return inTiff(in, in.getStreamPosition());
      }
      in.seek(in.getStreamPosition() + length + 4); // and its check sum
    }
  }

  private static Orientation inWebp(ImageInputStream in) throws IOException {
    in.seek(12);
    while (true) {
      int type = in.readInt();
      long length = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      long begin = in.getStreamPosition();
      if (type == 0x45584946) { // EXIF
        return inTiff(in, exif(in) ? in.getStreamPosition() : begin);
      }
      in.seek(begin + length + length % 2);
    }
  }

  /** Whether the bytes that begin JPEG's EXIF follow. */
  private static boolean exif(ImageInputStream in) throws IOException {
    byte[] bytes = new byte[EXIF.length];
    in.readFully(bytes);
    return Arrays.equals(bytes, EXIF);
  }

  private static Orientation inTiff(ImageInputStream in, long begin) throws IOException {
    in.seek(begin);
    boolean little = in.readUnsignedShort() == 0x4949;
    in.setByteOrder(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    in.readUnsignedShort(); // 42
    in.seek(begin + in.readUnsignedInt());
    int entries = in.readUnsignedShort();
    for (int i = 0; i < entries; i++) {
      long entry = in.getStreamPosition();
      int tag = in.readUnsignedShort();
      int type = in.readUnsignedShort();
      long count = in.readUnsignedInt();
      if (tag == TAG && type == SHORT && count == 1) {
        int value = in.readUnsignedShort();
        return value >= 1 && value <= 8 ? new Orientation(value) : AS_STORED;
      }
      in.seek(entry + ENTRY);
    }
    return AS_STORED;
  }
}
