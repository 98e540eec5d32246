package io.github.vaegraph.data;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shape of one image; pixels lie in rows, then columns, then channels.
 *
 * @param height rows, positive
 * @param width columns, positive
 * @param channels 1 for grey, 3 for colour; positive
 */
public record ImageShape(int height, int width, int channels) {
  /** Images above this many values are refused: no network here could hold them. */
  private static final long MAX_SIZE = 1 << 24;

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})x(\\d{1,6})(?:x(\\d{1,6}))?");

  /**
   * @throws IllegalArgumentException when a side is not positive or the image is absurdly large
   */
  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "image shape must be positive in every dimension, was %dx%dx%d"
              .formatted(height, width, channels));
    }
    if ((long) height * width > MAX_SIZE / channels) {
      throw new IllegalArgumentException(
          "an image may hold at most %d values, %dx%dx%d holds more"
              .formatted(MAX_SIZE, height, width, channels));
    }
  }

  /**
   * Reads {@code HxW} or {@code HxWxC}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static ImageShape parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "image shape must read HxW or HxWxC, as 28x28, was " + text);
    }
    String channels = matcher.group(3);
    return new ImageShape(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        channels == null ? 1 : Integer.parseInt(channels));
  }

  /** Number of values in one image: height * width * channels. */
  public int size() {
    return height * width * channels;
  }

  @Override
  public String toString() {
    return height + "x" + width + "x" + channels;
  }
}
