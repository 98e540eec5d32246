package io.github.vaegraph.source.file;

import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.io.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Images that stay on disk, as raw bytes one after the other.
 *
 * <p>They are read by position and not mapped: mapped pages count as the process's resident memory,
 * and a container's limit would end a run over data larger than memory. The channel lives as long
 * as the images; the JVM closes it with them.
 */
final class FileImages implements Images {
  private final Path file;
  private final long start;
  private final int count;
  private final ImageShape shape;
  private final ByteScale scale;
  private volatile FileChannel channel;

  /** The {@code count} images that begin {@code start} bytes into the file. */
  FileImages(Path file, long start, int count, ImageShape shape, ByteScale scale)
      throws IOException {
    this.file = file;
    this.start = start;
    this.count = count;
    this.shape = shape;
    this.scale = scale;
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    readRange(image, 1, target, offset);
  }

  @Override
  public void readRange(int from, int images, byte[] target, int offset) {
    Objects.checkFromIndexSize(from, images, count);
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, images * shape.size());
    long position = start + (long) from * shape.size();
    try {
      while (buffer.hasRemaining()) {
        int read = read(buffer, position);
        if (read < 0) {
          throw Problem.at(file, "the file has become shorter while it was read");
        }
        position += read;
      }
      scale.apply(target, offset, images, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int read(ByteBuffer buffer, long position) throws IOException {
    while (true) {
      FileChannel current = channel;
      try {
        return current.read(buffer, position);
      } catch (ClosedByInterruptException e) {
        throw e; // this thread was told to stop
      } catch (ClosedChannelException e) {
        // Interrupting one reader closes the channel for all; the others carry on.
        reopen(current);
      }
    }
  }

  private synchronized void reopen(FileChannel closed) throws IOException {
    if (channel == closed) {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    }
  }
}
