package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.io.GrowingBytes;
import io.github.vaegraph.io.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/** A text file of binary images: one a row, pixels 0 or 1 with spaces between. */
public final class AmatFile {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_COLUMNS = 1 << 24;

  private final InputFile file;
  private final GrowingBytes pixels;
  private byte[] row = new byte[1024];
  private int column; // where in the row the next pixel goes
  private int columns; // how many the first row has; 0 while it is read
  private long line = 1;
  private boolean spaced = true; // whether a pixel may begin here

  private AmatFile(InputFile file) throws IOException {
    this.file = file;
    pixels = new GrowingBytes(file.path(), Math.min(file.size(), 1 << 20));
  }

  /**
   * Reads all rows.
   *
   * @throws IOException when a row holds anything but 0 and 1 or is not as long as the first
   */
  public static Images images(InputFile file, Optional<ImageShape> shape) throws IOException {
    AmatFile amat = new AmatFile(file);
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = file.stream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          amat.accept(buffer[i]);
        }
      }
    } catch (EOFException | ZipException e) {
      throw Problem.reading(file.path(), e);
    }
    amat.endRow();
    if (amat.columns == 0) {
      throw Problem.at(file.path(), "no images in it");
    }
    return Images.of(Pixels.shape(file.path(), amat.columns, shape, ""), amat.pixels.toArray());
  }

  private void accept(byte character) throws IOException {
    switch (character) {
      case '0', '1' -> {
        if (!spaced) {
          throw unexpected("two digits without a space");
        }
        if (column == row.length) {
          widen();
        }
        row[column++] = (byte) (character == '1' ? 255 : 0);
        spaced = false;
      }
      case ' ', '\t', '\r' -> spaced = true;
      case '\n' -> {
        endRow();
        line++;
        spaced = true;
      }
      default ->
          throw unexpected(
              character > ' ' && character < 127
                  ? "'" + (char) character + "'"
                  : "byte " + (character & 0xff));
    }
  }

  private void widen() throws IOException {
    if (row.length == MAX_COLUMNS) {
      throw Problem.at(file.path(), "line %d: no end after %d pixels", line, column);
    }
    row = Arrays.copyOf(row, row.length * 2);
  }

  private void endRow() throws IOException {
    if (column == 0) {
      return; // an empty line
    }
    if (columns == 0) {
      columns = column;
    }
    if (column != columns) {
      throw Problem.at(
          file.path(),
          "line %d: expected %d pixels as before, found %d; is the file complete?",
          line,
          columns,
          column);
    }
    pixels.append(row, column);
    column = 0;
  }

  private IOException unexpected(String found) {
    return Problem.at(
        file.path(), "line %d, pixel %d: expected 0 or 1, found %s", line, column + 1, found);
  }
}
