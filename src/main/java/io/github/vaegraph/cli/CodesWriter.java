package io.github.vaegraph.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.io.Unfinished;
import io.github.vaegraph.signature.Codes;
import io.github.vaegraph.signature.Floats;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes codes aside and gives the file its name when all are there. */
abstract class CodesWriter implements AutoCloseable {
  private final Path out;
  private final Unfinished aside;
  private boolean closed;

  private CodesWriter(Path out) throws IOException {
    this.out = out;
    this.aside = Unfinished.file(out);
  }

  /**
   * @throws IllegalArgumentException when the ending tells no format
   * @throws IOException when there is no folder to write into, or a folder of this name
   */
  static void check(Path out) throws IOException {
    String name = String.valueOf(out.getFileName());
    if (!name.endsWith(".npy") && !name.endsWith(".csv")) {
      throw new IllegalArgumentException("--out: expected a name in .npy or .csv, found " + out);
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException(
          "%s: the folder %s does not exist; create it or choose another".formatted(out, folder));
    }
    if (Files.isDirectory(out)) {
      throw new IOException(out + ": expected a file to write, found a folder");
    }
  }

  static CodesWriter create(Path out, InputImages input, int latentDim) throws IOException {
    return String.valueOf(out.getFileName()).endsWith(".csv")
        ? new Csv(out, input, latentDim)
        : new Npy(out, input.split().count(), latentDim);
  }

  /** Writes the codes of the images from this one on. */
  abstract void write(int firstImage, Codes codes) throws IOException;

  abstract void closeStream() throws IOException;

  /** Where to write for now. */
  final Path path() {
    return aside.path();
  }

  /** Gives the file its name. */
  void finish() throws IOException {
    closed = true;
    closeStream();
    aside.moveTo(out);
  }

  @Override
  public void close() throws IOException {
    try (aside) { // closing the stream may fail on a full disk
      if (!closed) {
        closed = true;
        closeStream();
      }
    }
  }

  /** NumPy's format, version 1.0: float32, little endian, C order. */
  private static final class Npy extends CodesWriter {
    private final OutputStream stream;

    Npy(Path out, int rows, int latentDim) throws IOException {
      super(out);
      stream = new BufferedOutputStream(Files.newOutputStream(path()));
      String header =
          "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
              .formatted(rows, 2 * latentDim);
      // Magic, version, length and header together are a multiple of 64 bytes, the last a newline.
      int length = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
      ByteBuffer bytes = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
      bytes.put((byte) 1).put((byte) 0).putShort((short) length);
      bytes.put(
          (header + " ".repeat(length - 1 - header.length()) + "\n")
              .getBytes(StandardCharsets.US_ASCII));
      stream.write(bytes.array());
    }

    @Override
    void write(int firstImage, Codes codes) throws IOException {
      Floats mean = codes.mean();
      int width = mean.width();
      ByteBuffer row = ByteBuffer.allocate(8 * width).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < mean.rows(); i++) {
        row.clear();
        row.asFloatBuffer()
            .put(mean.values(), i * width, width)
            .put(codes.logVariance().values(), i * width, width);
        stream.write(row.array());
      }
    }

    @Override
    void closeStream() throws IOException {
      stream.close();
    }
  }

  private static final class Csv extends CodesWriter {
    private final Split split;
    private final List<String> labelNames;
    private final CsvWriter csv;

    Csv(Path out, InputImages input, int latentDim) throws IOException {
      super(out);
      this.split = input.split();
      this.labelNames = input.labelNames();
      csv = CsvWriter.builder().build(path());
      List<String> header = new ArrayList<>();
      header.add(split.images().named() ? "file" : "row");
      for (String name : List.of("mean", "log_variance")) {
        for (int i = 0; i < latentDim; i++) {
          header.add(name + i);
        }
      }
      if (split.labelled()) {
        header.add("label");
      }
      csv.writeRecord(header);
    }

    @Override
    void write(int firstImage, Codes codes) throws IOException {
      try {
        writeRows(firstImage, codes);
      } catch (UncheckedIOException e) { // what the CSV library makes of a full disk
        throw new IOException(e.getMessage(), e);
      }
    }

    private void writeRows(int firstImage, Codes codes) {
      int width = codes.mean().width();
      for (int i = 0; i < codes.mean().rows(); i++) {
        List<String> row = new ArrayList<>();
        row.add(split.images().name(firstImage + i));
        for (Floats part : List.of(codes.mean(), codes.logVariance())) {
          for (int j = 0; j < width; j++) {
            row.add(Float.toString(part.values()[i * width + j]));
          }
        }
        if (split.labelled()) {
          row.add(labelNames.get(split.labels()[firstImage + i]));
        }
        csv.writeRecord(row);
      }
    }

    @Override
    void closeStream() throws IOException {
      csv.close();
    }
  }
}
