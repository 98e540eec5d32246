package io.github.vaegraph.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/** The one place that decides whether text can be drawn, and draws it into boxes. */
final class Text {
  static {
    // Before any AWT class is loaded: the first asks for this property, and never again.
    // Nothing here opens a window, and a DISPLAY left over from a closed connection must not stop
    // a training run. Whoever shows windows in the same JVM has set the property or started AWT.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
  }

  enum Align {
    LEFT,
    CENTRE,
    RIGHT
  }

  static final Color INK = new Color(0x222222);
  private static final int SMALLEST_FONT = 9;

  private static final boolean AVAILABLE = works(Text::drawSomething);

  private Text() {}

  static boolean available() {
    return AVAILABLE;
  }

  /**
   * @throws UnsupportedOperationException when this machine cannot draw text
   */
  static void require() {
    if (!AVAILABLE) {
      throw new UnsupportedOperationException(
          "no fonts on this machine: install fontconfig and a font such as DejaVu");
    }
  }

  /**
   * Whether drawing succeeds. Without fonts the JDK throws, by version and platform: InternalError,
   * UnsatisfiedLinkError, NoClassDefFoundError, NullPointerException, RuntimeException, AWTError.
   */
  @SuppressWarnings("CatchingUnchecked")
  static boolean works(Runnable drawing) {
    try {
      drawing.run();
      return true;
    } catch (OutOfMemoryError | StackOverflowError e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return false;
    }
  }

  private static void drawSomething() {
    var picture = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = graphics(picture);
    try {
      draw(graphics, "z1 = 0.5", new Rectangle(0, 0, 32, 16), Align.LEFT, 12, Font.PLAIN);
      new TextLayout("ELBO", font(12, Font.BOLD), graphics.getFontRenderContext()).getBounds();
    } finally {
      graphics.dispose();
    }
  }

  static Graphics2D graphics(BufferedImage picture) {
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(INK);
    return graphics;
  }

  static Font font(int size, int style) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  /**
   * About how wide the text becomes, in pixels. Pictures are laid out by this estimate instead of
   * the font's metrics, so that their size is the same on every machine.
   */
  static int estimatedWidth(String text, int size) {
    return (int) Math.ceil(text.length() * size * 0.62) + 4;
  }

  /** Draws one line, vertically centred; what does not fit becomes smaller, then loses its end. */
  static void draw(
      Graphics2D graphics, String text, Rectangle box, Align align, int size, int style) {
    FontRenderContext context = graphics.getFontRenderContext();
    int fitting = size;
    while (fitting > SMALLEST_FONT && width(text, font(fitting, style), context) > box.width) {
      fitting--;
    }
    Font font = font(fitting, style);
    String shown = shortened(text, font, context, box.width);
    double width = width(shown, font, context);
    double x =
        switch (align) {
          case LEFT -> box.x;
          case CENTRE -> box.x + (box.width - width) / 2;
          case RIGHT -> box.x + box.width - width;
        };
    // The height of capitals centres better than the line's, which keeps room for accents.
    double capital = font.createGlyphVector(context, "H").getVisualBounds().getHeight();
    graphics.setFont(font);
    graphics.drawString(shown, (float) x, (float) (box.y + (box.height + capital) / 2));
  }

  /** As {@link #draw}, read from bottom to top, centred in the box. */
  static void drawUpwards(Graphics2D graphics, String text, Rectangle box, int size) {
    var turned = (Graphics2D) graphics.create();
    try {
      turned.translate(box.x, box.y + box.height);
      turned.rotate(-Math.PI / 2);
      var lying = new Rectangle(0, 0, box.height, box.width);
      draw(turned, text, lying, Align.CENTRE, size, Font.PLAIN);
    } finally {
      turned.dispose();
    }
  }

  private static String shortened(String text, Font font, FontRenderContext context, int width) {
    if (width(text, font, context) <= width) {
      return text;
    }
    for (int end = text.length() - 1; end > 0; end--) {
      String shown = text.substring(0, end).stripTrailing() + "…";
      if (width(shown, font, context) <= width) {
        return shown;
      }
    }
    return "";
  }

  private static double width(String text, Font font, FontRenderContext context) {
    Rectangle2D bounds = font.getStringBounds(text, context);
    return bounds.getWidth();
  }
}
