import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageOutputStream;

/**
 * Writes JPEGs of drawn faces of 178x218, the shape and about the bytes of CelebA's aligned ones:
 * {@code java src/check/Faces.java FOLDER COUNT}. The picture of a number is always the same; those
 * that are there already are left alone.
 */
public final class Faces {
  private static final int WIDTH = 178;
  private static final int HEIGHT = 218;
  private static final int GRAIN = 6; // standard deviation, of 255: makes files as large as photos

  private Faces() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    for (int i = 1; i <= count; i++) {
      Path file = folder.resolve("%06d.jpg".formatted(i));
      if (Files.notExists(file)) {
        write(writer, grain(face(new Random(i)), i), file);
      }
    }
    writer.dispose();
  }

  private static void write(ImageWriter writer, BufferedImage face, Path file) throws IOException {
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(0.8f);
    try (FileImageOutputStream out = new FileImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(face, null, null), how);
    }
  }

  private static BufferedImage face(Random random) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setPaint(
        new GradientPaint(0, 0, any(random), between(random, 0, WIDTH), HEIGHT, any(random)));
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    float x = WIDTH / 2f + between(random, -6, 6);
    float y = 112 + between(random, -4, 4);
    float wide = between(random, 38, 50);
    float high = between(random, 52, 64);
    Color hair = Color.getHSBColor(between(random, 0, 0.12f), 0.6f, between(random, 0.05f, 0.8f));
    Color skin =
        Color.getHSBColor(
            between(random, 0.04f, 0.09f), between(random, 0.25f, 0.6f), between(random, 0.4f, 1));
    ellipse(graphics, hair, x, y - 14, wide + 12, high + between(random, 2, 30));
    ellipse(graphics, any(random), x, HEIGHT + 20, 80, 60);
    ellipse(graphics, skin.darker(), x, y + high, wide / 2, 24);
    graphics.setPaint(new GradientPaint(x - wide, y, skin, x + wide, y, skin.darker()));
    graphics.fill(new Ellipse2D.Float(x - wide, y - high, 2 * wide, 2 * high));
    Color iris = any(random);
    float apart = wide * 0.42f;
    float look = between(random, -2, 2);
    for (float eye : new float[] {x - apart, x + apart}) {
      ellipse(graphics, Color.WHITE, eye, y - 8, 9, 5);
      ellipse(graphics, iris, eye + look, y - 8, 4.5f, 4.5f);
      ellipse(graphics, Color.BLACK, eye + look, y - 8, 2, 2);
      ellipse(graphics, hair, eye, y - 20, 11, 2.5f);
    }
    graphics.setColor(skin.darker());
    graphics.fill(new Arc2D.Float(x - 8, y - 6, 16, 30, 200, 140, Arc2D.CHORD));
    graphics.setColor(Color.getHSBColor(0.98f, between(random, 0.3f, 0.8f), 0.7f));
    graphics.setStroke(new BasicStroke(between(random, 3, 7)));
    float smile = between(random, -4, 14);
    graphics.draw(new Arc2D.Float(x - 18, y + 26 - smile / 2, 36, smile, 180, 180, Arc2D.OPEN));
    graphics.dispose();
    return image;
  }

  private static BufferedImage grain(BufferedImage image, int number) {
    Random random = new Random(~number);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = image.getRGB(x, y);
        // The sum of four bytes is nearly normal, and quickly drawn.
        int bits = random.nextInt();
        int sum = (bits & 255) + (bits >> 8 & 255) + (bits >> 16 & 255) + (bits >>> 24) - 510;
        int noise = sum * GRAIN / 148;
        image.setRGB(
            x, y, level(rgb >> 16, noise) << 16 | level(rgb >> 8, noise) << 8 | level(rgb, noise));
      }
    }
    return image;
  }

  private static int level(int value, int noise) {
    return Math.max(0, Math.min(255, (value & 255) + noise));
  }

  private static void ellipse(
      Graphics2D graphics, Color colour, float x, float y, float wide, float high) {
    graphics.setColor(colour);
    graphics.fill(new Ellipse2D.Float(x - wide, y - high, 2 * wide, 2 * high));
  }

  private static Color any(Random random) {
    return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
  }

  private static float between(Random random, float low, float high) {
    return low + random.nextFloat() * (high - low);
  }
}
