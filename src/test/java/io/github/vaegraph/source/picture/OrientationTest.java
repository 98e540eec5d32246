package io.github.vaegraph.source.picture;

import static io.github.vaegraph.source.DataFiles.all;
import static io.github.vaegraph.source.DataFiles.picture;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.refusal;
import static io.github.vaegraph.source.DataFiles.webp;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrientationTest {
  private static final int PNG_DATA = 33; // where the signature and the first chunk end

  @TempDir Path folder = Path.of("");

  /** The stored picture: 1 2 3 over 4 5 6. */
  private static BufferedImage stored() {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setPixels(0, 0, 3, 2, new int[] {1, 2, 3, 4, 5, 6});
    return picture;
  }

  /** EXIF data: TIFF's header and a folder of another entry and the orientation. */
  private static byte[] exif(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4).order(order);
    byte letter = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 'I' : 'M');
    tiff.put(letter).put(letter).putShort((short) 42).putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x0100).putShort((short) 3).putInt(1).putInt(0); // width
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    return tiff.putShort((short) orientation).putShort((short) 0).putInt(0).array();
  }

  private static byte[] inserted(byte[] file, int at, byte[]... parts) {
    ByteBuffer bytes = ByteBuffer.allocate(file.length + 1000).put(file, 0, at);
    for (byte[] part : parts) {
      bytes.put(part);
    }
    bytes.put(file, at, file.length - at);
    byte[] result = new byte[bytes.position()];
    bytes.flip().get(result);
    return result;
  }

  private static byte[] pngChunk(byte[] exif) {
    ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length).putInt(exif.length);
    chunk.put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(exif);
    CRC32 sum = new CRC32();
    sum.update(chunk.array(), 4, 4 + exif.length);
    return chunk.putInt((int) sum.getValue()).array();
  }

  private static byte[] jpegSegment(byte[] body) {
    ByteBuffer segment = ByteBuffer.allocate(10 + body.length).putShort((short) 0xffe1);
    segment.putShort((short) (8 + body.length));
    return segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(body).array();
  }

  private void png(Path file, int orientation, ByteOrder order) throws IOException {
    picture(file, stored());
    byte[] chunk = pngChunk(exif(orientation, order));
    write(file, inserted(Files.readAllBytes(file), PNG_DATA, chunk));
  }

  // By TIFF 6.0, page 36: where the stored rows' and columns' first ones are to be seen.
  // 6, for one: row 0 at the right, column 0 at the top.
  @ParameterizedTest
  @CsvSource({
    "1, 2x3x1, 1 2 3 4 5 6",
    "2, 2x3x1, 3 2 1 6 5 4",
    "3, 2x3x1, 6 5 4 3 2 1",
    "4, 2x3x1, 4 5 6 1 2 3",
    "5, 3x2x1, 1 4 2 5 3 6",
    "6, 3x2x1, 4 1 5 2 6 3",
    "7, 3x2x1, 6 3 5 2 4 1",
    "8, 3x2x1, 3 6 2 5 1 4",
  })
  void pixelsLieAsTheyAreLookedAt(int orientation, String shape, String values) throws IOException {
    png(folder.resolve("a.png"), orientation, ByteOrder.BIG_ENDIAN);
    png(folder.resolve("b.png"), orientation, ByteOrder.LITTLE_ENDIAN);
    assertThat(all(folder).images().shape()).isEqualTo(ImageShape.parse(shape));
    String both = values + " " + values;
    assertThat(Arrays.toString(pixels(all(folder)))).isEqualTo("[" + both.replace(" ", ", ") + "]");
  }

  @Test
  void coloursStayTogether() {
    byte[] stored = {1, 2, 3, 4, 5, 6}; // two pixels in one row
    assertThat(new Orientation(6).upright(stored, 1, 2, 3)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(new Orientation(8).upright(stored, 1, 2, 3)).containsExactly(4, 5, 6, 1, 2, 3);
  }

  @Test
  void jpegsFromCamerasAreTurned() throws IOException {
    BufferedImage picture = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 128; i++) {
      picture.getRaster().setSample(i % 16, i / 16, 0, i % 16 < 8 ? 50 : 200);
    }
    Path file = picture(folder.resolve("a.jpg"), picture);
    byte[] xmp = jpegSegment(new byte[9]);
    xmp[4] = 'h'; // another segment of that number: http://ns.adobe.com/xap/1.0/
    byte[] exif = jpegSegment(exif(6, ByteOrder.LITTLE_ENDIAN));
    write(file, inserted(Files.readAllBytes(file), 2, xmp, exif));
    assertThat(all(folder).images().shape()).isEqualTo(new ImageShape(16, 8, 1));
    byte[] pixels = pixels(all(folder));
    // Columns from the left become rows from the top.
    assertThat(pixels[0] & 0xff).isBetween(48, 52);
    assertThat(pixels[7] & 0xff).isBetween(48, 52);
    assertThat(pixels[127] & 0xff).isBetween(198, 202);
  }

  @Test
  void tiffTellsItInItsOwnEntries() throws IOException {
    Path file = picture(folder.resolve("a.tif"), stored());
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer tiff = ByteBuffer.wrap(bytes);
    tiff.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = tiff.getInt(4);
    // An entry that says nothing of the pixels becomes the orientation; it stays in order of tags.
    boolean changed = false;
    for (int i = 0; i < tiff.getShort(at) && !changed; i++) {
      int entry = at + 2 + 12 * i;
      if (tiff.getShort(entry) == 0x0115) { // samples a pixel, 1 unless told
        tiff.putShort(entry, (short) 0x0112).putShort(entry + 8, (short) 3);
        changed = true;
      }
    }
    assertThat(changed).isTrue();
    write(file, bytes);
    assertThat(pixels(all(folder))).containsExactly(6, 5, 4, 3, 2, 1);
  }

  @Test
  void webpTellsItAfterThePixels() throws IOException {
    byte[] plain = webp(3, 2, 0x505050);
    byte[] exif = exif(8, ByteOrder.BIG_ENDIAN);
    ByteBuffer chunk = ByteBuffer.allocate(8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
    byte[] file = inserted(plain, plain.length, chunk.array());
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 8);
    write(folder.resolve("a.webp"), file);
    assertThat(all(folder).images().shape()).isEqualTo(new ImageShape(3, 2, 1));
  }

  @Test
  void turnedPicturesDifferInSize() throws IOException {
    png(folder.resolve("a.png"), 1, ByteOrder.BIG_ENDIAN);
    png(folder.resolve("b.png"), 6, ByteOrder.BIG_ENDIAN);
    refusal(folder).contains("b.png: expected a picture of 3x2", "found 2x3");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, 65535})
  void whatIsNoOrientationIsNotTakenForOne(int value) throws IOException {
    png(folder.resolve("a.png"), value, ByteOrder.BIG_ENDIAN);
    assertThat(pixels(all(folder))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void damagedExifLeavesPicturesAsStored() throws IOException {
    Path file = picture(folder.resolve("a.png"), stored());
    byte[] exif = exif(6, ByteOrder.BIG_ENDIAN);
    ByteBuffer.wrap(exif).putInt(4, -5); // where its entries lie
    write(file, inserted(Files.readAllBytes(file), PNG_DATA, pngChunk(exif)));
    assertThat(pixels(all(folder))).containsExactly(1, 2, 3, 4, 5, 6);
  }
}
