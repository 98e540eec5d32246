package io.github.vaegraph.source.picture;

import java.io.IOException;
import javax.imageio.ImageReader;
import org.w3c.dom.Element;

/**
 * GIFs whose rows are stored in four passes, which begin in the rows 0, 4, 2 and 1. Java's reader
 * takes a row for the second pass even where there is no row 4, and so mixes up those that follow.
 */
final class InterlacedGif {
  private static final int SECOND_PASS = 4; // its first row
  private static final String METADATA = "javax_imageio_gif_image_1.0";

  private InterlacedGif() {}

  /** Whether a reader of GIF would mix up the rows of its first picture. */
  static boolean mixedUp(ImageReader reader) throws IOException {
    int rows = reader.getHeight(0);
    if (rows < 2 || rows > SECOND_PASS) {
      return false;
    }
    Element metadata = (Element) reader.getImageMetadata(0).getAsTree(METADATA);
    return metadata.getElementsByTagName("ImageDescriptor").item(0) instanceof Element descriptor
        && descriptor.getAttribute("interlaceFlag").equalsIgnoreCase("true");
  }
}
