package io.github.vaegraph.picture;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.io.Unfinished;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Saving pictures, and whether this machine can write on them. */
public final class Pictures {
  private Pictures() {}

  /**
   * Whether text can be drawn: a machine without fontconfig or without any font cannot. {@link
   * ImageGrid} then leaves titles and headings blank; {@link Curves} and {@link LatentMap} refuse.
   */
  public static boolean textAvailable() {
    return Text.available();
  }

  /**
   * Writes a PNG. The picture is written aside and renamed, so that {@code file} is at every moment
   * either the old picture or the whole new one.
   *
   * @throws IOException when the folder is missing or cannot be written, in one line with the path
   */
  public static void save(BufferedImage picture, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new IOException(file + ": is a folder; name a file in it, as samples.png");
    }
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "%s: the folder %s does not exist; create it or choose another".formatted(file, folder));
    }
    byte[] png = png(picture);
    try (Unfinished aside = Unfinished.file(target)) {
      Files.write(aside.path(), png);
      aside.moveTo(target);
    } catch (IOException e) {
      throw Durable.unwritable(file, e);
    }
  }

  /** The picture as a PNG file's bytes. */
  public static byte[] png(BufferedImage picture) throws IOException {
    var bytes = new ByteArrayOutputStream();
    // Held in memory: ImageIO's own choice is a file in the system's temporary folder.
    try (var stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(picture, "png", stream)) {
        throw new IllegalStateException("this Java has no PNG writer");
      }
    }
    return bytes.toByteArray();
  }
}
