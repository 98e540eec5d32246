package io.github.vaegraph.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path folder;

  @Test
  void savedPictureReadsBackPixelForPixel() throws IOException {
    BufferedImage picture = picture(0x123456);
    Path file = folder.resolve("samples.png");
    Pictures.save(picture, file);
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getWidth()).isEqualTo(5);
    assertThat(read.getHeight()).isEqualTo(4);
    assertThat(read.getRGB(3, 2) & 0xFFFFFF).isEqualTo(0x123456);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void saveReplacesAnOlderPicture() throws IOException {
    Path file = folder.resolve("samples.png");
    Pictures.save(picture(0x111111), file);
    Pictures.save(picture(0x222222), file);
    assertThat(ImageIO.read(file.toFile()).getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x222222);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void savedPictureIsAsReadableAsAnyNewFile() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path file = folder.resolve("samples.png");
    Pictures.save(picture(0), file);
    Path other = Files.createFile(folder.resolve("other"));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(other));
  }

  @Test
  void failingSaveLeavesTheOldPictureAndNothingElse() throws IOException {
    Path file = folder.resolve("samples.png");
    Pictures.save(picture(0x111111), file);
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> Pictures.save(new Unreadable(), file))
        .isInstanceOf(IllegalStateException.class);
    assertThat(files()).containsExactly(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void missingFolderIsNamed() {
    Path missing = folder.resolve("missing");
    Path file = missing.resolve("samples.png");
    assertThatThrownBy(() -> Pictures.save(picture(0), file))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s: the folder %s does not exist; create it or choose another"
                .formatted(file, missing));
  }

  @Test
  void folderInPlaceOfTheFileIsNamed() {
    assertThatThrownBy(() -> Pictures.save(picture(0), folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": is a folder; name a file in it, as samples.png");
  }

  @Test
  void unwritableFolderIsToldInOneLine() {
    // Not even root creates files there.
    Path file = Path.of("/proc/samples.png");
    assumeTrue(Files.isDirectory(Path.of("/proc")));
    assertThatThrownBy(() -> Pictures.save(picture(0), file))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("/proc/samples.png: cannot be written")
        .hasMessageEndingWith("; is the folder writable and the disk not full?")
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyWayInWhichFontsFailIsTextNotAvailable() {
    List<Throwable> failures =
        List.of(
            new InternalError("java.lang.reflect.InvocationTargetException"),
            new UnsatisfiedLinkError("libfreetype.so.6"),
            new NoClassDefFoundError("Could not initialize class sun.font.SunFontManager"),
            new NullPointerException(),
            new RuntimeException("Fontconfig head is null"));
    for (Throwable failure : failures) {
      assertThat(Text.works(() -> PicturesTest.<RuntimeException>raise(failure))).isFalse();
    }
    assertThat(Text.works(() -> {})).isTrue();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> void raise(Throwable failure) throws T {
    throw (T) failure;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static BufferedImage picture(int colour) {
    var picture = new BufferedImage(5, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 20; i++) {
      picture.setRGB(i % 5, i / 5, colour);
    }
    return picture;
  }

  /** A picture whose pixels cannot be had. */
  private static final class Unreadable extends BufferedImage {
    Unreadable() {
      super(5, 4, BufferedImage.TYPE_INT_RGB);
    }

    @Override
    public WritableRaster getRaster() {
      throw new IllegalStateException("no pixels");
    }

    @Override
    public Raster getTile(int x, int y) {
      throw new IllegalStateException("no pixels");
    }

    @Override
    public Raster getData(java.awt.Rectangle area) {
      throw new IllegalStateException("no pixels");
    }
  }
}
