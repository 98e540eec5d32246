package io.github.vaegraph.source.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Text whose numbers stand in columns that blanks fill up, as MATLAB and {@code savetxt} write it,
 * with one blank between two fields and none at either end of a line.
 */
final class BlankRuns extends FilterInputStream {
  private static final int NONE = -2;

  private int before = '\n'; // what was handed out last
  private int next = NONE; // what was read after blanks, and is handed out next

  BlankRuns(InputStream text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    if (next != NONE) {
      before = next;
      next = NONE;
      return before;
    }
    int read = super.read();
    if (read != ' ') {
      before = read;
      return read;
    }
    while (read == ' ') {
      read = super.read();
    }
    boolean atAnEnd = before == '\n' || before == '\r' || read == '\n' || read == '\r' || read < 0;
    if (!atAnEnd) {
      next = read;
    }
    before = atAnEnd ? read : ' ';
    return before;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int read = read();
      if (read < 0) {
        return done == 0 ? -1 : done;
      }
      target[offset + done++] = (byte) read;
    }
    return done;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long done = 0;
    while (done < bytes && read() >= 0) {
      done++;
    }
    return done;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
