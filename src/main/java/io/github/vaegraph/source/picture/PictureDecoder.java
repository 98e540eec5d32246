package io.github.vaegraph.source.picture;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.io.Problem;
import io.github.vaegraph.source.file.Resampler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes images of one shape of picture files.
 *
 * @param shape of every image
 * @param crop what of a picture of another size is brought to that shape
 * @param white which value of grey pictures is white; empty: the largest that their bits hold
 */
record PictureDecoder(ImageShape shape, Crop crop, Optional<Double> white) {
  /**
   * A file's pixels.
   *
   * @throws IOException when the picture is damaged, is smaller than what is cut from it, or holds
   *     values other than were asked for
   */
  byte[] decode(Path file) throws IOException {
    PictureFile.Decoded decoded = PictureFile.decode(file);
    try {
      return pixels(decoded.stored(), decoded.orientation());
    } catch (IllegalArgumentException e) {
      throw Problem.at(file, "%s", Problem.shortly(e));
    }
  }

  private byte[] pixels(BufferedImage stored, Orientation orientation) {
    byte[] values = PicturePixels.of(stored, shape.channels(), white);
    byte[] upright =
        orientation.upright(values, stored.getHeight(), stored.getWidth(), shape.channels());
    int height = orientation.turned() ? stored.getWidth() : stored.getHeight();
    int width = orientation.turned() ? stored.getHeight() : stored.getWidth();
    return Resampler.resize(upright, height, width, crop, shape);
  }
}
