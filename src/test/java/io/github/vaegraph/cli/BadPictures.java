package io.github.vaegraph.cli;

import static io.github.vaegraph.cli.BadFile.changed;
import static io.github.vaegraph.cli.BadFile.cut;
import static io.github.vaegraph.cli.BadFile.data;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Folders of pictures with a damaged one among them, and damaged folders. */
final class BadPictures {
  private static final int VAST = 30_000;
  private static final int PNG_DATA = 33; // where the signature and the first chunk end

  private BadPictures() {}

  static List<BadFile> all() throws IOException {
    byte[] png = picture("png");
    byte[] jpg = picture("jpg");
    byte[] gif = picture("gif");
    byte[] bmp = picture("bmp");
    int scan = indexOf(jpg, 0xffda);
    int frame = indexOf(jpg, 0xffc0);
    byte[] vastJpg = ByteBuffer.wrap(jpg.clone()).putInt(frame + 5, VAST << 16 | VAST).array();
    int image = indexOf(gif, 0x2c00);
    byte[] vastGif = little(gif).putInt(image + 5, VAST << 16 | VAST).array();
    return List.of(
        picture("png-empty", "z.png", new byte[0], "empty"),
        picture("png-cut-in-signature", "z.png", cut(png, 5), "found a PNG picture"),
        picture("png-cut-after-signature", "z.png", cut(png, 8), "damaged"),
        picture("png-cut-in-first-chunk", "z.png", cut(png, 20), "damaged"),
        picture("png-cut-after-first-chunk", "z.png", cut(png, PNG_DATA), "damaged"),
        picture("png-cut-in-data", "z.png", cut(png, PNG_DATA + 12), "damaged"),
        picture("png-of-wrong-signature", "z.png", changed(png, 1, 'M'), "found something else"),
        picture("png-of-size-0", "z.png", png(0, 0), "damaged"),
        picture("png-of-negative-size", "z.png", png(-4, 4), "damaged"),
        picture("png-of-30000-pixels-square", "z.png", png(VAST, VAST), "30000x30000"),
        picture("png-of-a-line-of-2147483647", "z.png", png(Integer.MAX_VALUE, 1), "2147483647x1"),
        picture("png-of-8000-pixels-square", "z.png", png(8000, 8000), "8000x8000"),
        picture("png-with-a-web-page", "z.png", "<html>".getBytes(ISO_8859_1), "a web page"),
        picture("png-of-other-size", "z.png", png(5, 4), "expected a picture of 4x4", "5x4"),
        picture("jpeg-cut-after-marker", "z.jpg", cut(jpg, 3), "damaged"),
        picture("jpeg-cut-in-frame", "z.jpg", cut(jpg, frame + 6), "damaged"),
        picture("jpeg-cut-before-scan", "z.jpg", cut(jpg, scan), "damaged"),
        picture("jpeg-cut-in-scan", "z.jpg", cut(jpg, jpg.length - 6), "ends too early"),
        picture("jpeg-of-30000-pixels-square", "z.jpg", vastJpg, "30000x30000"),
        picture("gif-cut-in-header", "z.gif", cut(gif, 8), "damaged"),
        picture("gif-cut-in-data", "z.gif", cut(gif, gif.length - 12), "damaged"),
        picture("gif-of-30000-pixels-square", "z.gif", vastGif, "30000x30000"),
        picture("bmp-cut-in-header", "z.bmp", cut(bmp, 30), "ends too early"),
        picture(
            "bmp-with-a-jpeg-of-2-gigabytes",
            "z.bmp",
            little(bmp).putInt(30, 4).putInt(34, Integer.MAX_VALUE).array(),
            "inside"),
        picture("bmp-cut-in-data", "z.bmp", cut(bmp, bmp.length - 9), "ends too early"),
        picture(
            "bmp-of-30000-pixels-square",
            "z.bmp",
            little(bmp).putInt(18, VAST).putInt(22, VAST).array(),
            "damaged"),
        folder("picture-in-a-broken-link", f -> link(f.resolve("z.png"), "gone"), "no such file"),
        folder("link-back-to-a-folder-above", f -> link(f.resolve("a"), ".."), "symbolic link"),
        folder("link-back-to-the-folder-itself", f -> link(f.resolve("a"), "."), "symbolic link"),
        data("folder-that-is-empty", f -> f, "found none"),
        data("folder-of-folders-named-as-pictures", BadPictures::folders, "found none"),
        data("one-picture-instead-of-a-folder", f -> write(f.resolve("a.png"), png), "folder"));
  }

  /** A folder of sound pictures of 4x4 and this one. */
  private static BadFile picture(String name, String file, byte[] bytes, String... words) {
    return folder(name, folder -> write(folder.resolve(file), bytes), words);
  }

  private static BadFile folder(String name, BadFile.Writer damage, String... words) {
    return data(
        name,
        folder -> {
          TinyData.pictures(folder, 3);
          damage.write(folder);
          return folder;
        },
        words);
  }

  private static Path write(Path file, byte[] bytes) throws IOException {
    return Files.write(file, bytes);
  }

  private static Path link(Path link, String target) throws IOException {
    return Files.createSymbolicLink(link, Path.of(target));
  }

  private static Path folders(Path folder) throws IOException {
    Files.createDirectory(folder.resolve("a.png"));
    Files.createDirectory(folder.resolve("b.jpg"));
    return folder;
  }

  private static byte[] picture(String format) throws IOException {
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(1, 2, 0x123456);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, format, out);
    return out.toByteArray();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int indexOf(byte[] bytes, int marker) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = 0;
    while ((buffer.getShort(at) & 0xffff) != marker) {
      at++;
    }
    return at;
  }

  /** A grey PNG whose header tells this size and whose data are ten bytes. */
  private static byte[] png(int width, int height) {
    byte[] header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).array();
    ByteBuffer png = ByteBuffer.allocate(67);
    png.putLong(0x89504e470d0a1a0aL);
    chunk(png, "IHDR", header);
    chunk(png, "IDAT", new byte[] {0x78, 1, 1, 0, 0, -1, -1, 0, 0, 1}); // zlib of nothing
    chunk(png, "IEND", new byte[0]);
    return png.array();
  }

  private static void chunk(ByteBuffer png, String name, byte[] content) {
    byte[] type = name.getBytes(ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(content);
    png.putInt(content.length).put(type).put(content).putInt((int) crc.getValue());
  }
}
