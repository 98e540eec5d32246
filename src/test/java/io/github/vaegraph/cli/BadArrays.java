package io.github.vaegraph.cli;

import static io.github.vaegraph.cli.BadFile.changed;
import static io.github.vaegraph.cli.BadFile.cut;
import static io.github.vaegraph.cli.BadFile.data;
import static io.github.vaegraph.cli.BadFile.file;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Damaged IDX files, gzip data, NumPy arrays and archives of them. */
final class BadArrays {
  private static final String IDX = "train-images-idx3-ubyte";
  private static final byte[] PIXELS = TinyData.pixels(60);
  private static final byte[] SOUND = TinyData.idx(PIXELS, 60, 4, 4);
  private static final int MAX = Integer.MAX_VALUE;
  private static final int MEBIBYTE = 1 << 20;
  private static final int BOMB = 128; // mebibytes

  private BadArrays() {}

  static List<BadFile> all() throws IOException {
    List<BadFile> all = new ArrayList<>();
    all.addAll(idx());
    all.addAll(gzip());
    all.addAll(npy());
    all.addAll(npz());
    return all;
  }

  private static List<BadFile> idx() {
    ByteBuffer swapped = ByteBuffer.wrap(SOUND.clone());
    for (int at = 4; at < 16; at += 4) {
      swapped.putInt(at, Integer.reverseBytes(swapped.getInt(at)));
    }
    return List.of(
        file("idx-empty", IDX, new byte[0], "empty"),
        file("idx-cut-in-magic", IDX, cut(SOUND, 2), "ends within its header"),
        file("idx-cut-after-magic", IDX, cut(SOUND, 4), "ends within its header"),
        file("idx-cut-in-dimensions", IDX, cut(SOUND, 10), "ends within its header"),
        file("idx-cut-after-header", IDX, cut(SOUND, 16), "expected 60 images", "after 0"),
        file("idx-cut-between-images", IDX, cut(SOUND, 32), "expected 60 images", "after 1"),
        file("idx-last-byte-missing", IDX, cut(SOUND, SOUND.length - 1), "after 59"),
        file("idx-one-byte-more", IDX, cut(SOUND, SOUND.length + 1), "found more bytes"),
        file("idx-wrong-magic", IDX, changed(SOUND, 0, 1), "expected IDX data", "0x01000803"),
        file("idx-of-floats", IDX, changed(SOUND, 2, 0x0d), "expected IDX type 0x08", "0x0d"),
        file("idx-without-dimensions", IDX, changed(SOUND, 3, 0), "expected 1 to 4 dimensions"),
        file("idx-of-9-dimensions", IDX, changed(SOUND, 3, 9), "expected 1 to 4 dimensions"),
        file("idx-of-labels", IDX, TinyData.idx(TinyData.labels(60), 60), "found labels"),
        file("idx-without-images", IDX, TinyData.idx(new byte[0], 0, 4, 4), "dimension 0"),
        file("idx-of-negative-width", IDX, TinyData.idx(PIXELS, 60, 4, -4), "dimension 2"),
        file("idx-of-terabytes", IDX, TinyData.idx(PIXELS, MAX, 28, 28), "expected 2147483647"),
        file("idx-overflowing-int", IDX, TinyData.idx(PIXELS, 1, 65536, 65536), "65536x65536"),
        file("idx-little-endian", IDX, swapped.array(), "67108864x67108864"),
        data("idx-folder-instead-of-file", f -> Files.createDirectory(f.resolve(IDX)), "none"),
        data("idx-in-a-link-to-itself", f -> link(f.resolve(IDX), Path.of(IDX)), "no such file"),
        data("idx-of-other-test-size", BadArrays::otherTest, "test images of 4x4x1", "5x5x1"),
        data("idx-unreadable", BadArrays::unreadable, "permission denied"));
  }

  private static List<BadFile> gzip() throws IOException {
    byte[] sound = TinyData.gzip(SOUND);
    String name = IDX + ".gz";
    return List.of(
        file("gzip-in-name-alone", name, SOUND, "expected gzip data"),
        file("gzip-cut-in-magic", name, cut(sound, 1), "expected gzip data"),
        file("gzip-cut-in-header", name, cut(sound, 5), "end too early"),
        file("gzip-cut-after-header", name, cut(sound, 10), "end too early"),
        file("gzip-cut-in-data", name, cut(sound, sound.length / 2), "expected 60 images"),
        file("gzip-cut-in-check-sum", name, cut(sound, sound.length - 6), "end too early"),
        file("gzip-of-wrong-check-sum", name, changed(sound, sound.length - 8, 9), "damaged"),
        file("gzip-of-wrong-length", name, changed(sound, sound.length - 4, 9), "damaged"),
        file("gzip-of-unknown-method", name, changed(sound, 2, 7), "damaged"),
        data(
            "gzip-bomb-of-images",
            f -> bomb(f.resolve(name), cut(TinyData.idx(PIXELS, MAX / 32, 4, 4), 16)),
            "expected 67108863 images",
            "after 8388608"),
        data("gzip-bomb-of-zeros", f -> bomb(f.resolve(name), SOUND), "found more"),
        data(
            "gzip-bomb-of-numbers",
            f -> bomb(f.resolve("a.csv.gz"), "0,0,1,0\n".getBytes(ISO_8859_1)),
            "500-fold"),
        data(
            "gzip-bomb-of-rows",
            f -> rows(f.resolve("a.amat.gz"), "0 1 0 1\n"),
            "500-fold",
            "unpack it"),
        data(
            "gzip-bomb-of-csv-rows",
            f -> rows(f.resolve("a.csv.gz"), "0,1,0,1\n"),
            "500-fold",
            "unpack it"));
  }

  private static List<BadFile> npy() throws IOException {
    byte[] sound = npy("|u1", "(60, 4, 4)", PIXELS);
    byte[] long2 = cut(changed(changed(sound, 6, 2), 11, 0xff), 128);
    return List.of(
        file("npy-empty", "a.npy", new byte[0], "empty"),
        file("npy-cut-in-magic", "a.npy", cut(sound, 3), "expected a NumPy array"),
        file("npy-cut-after-magic", "a.npy", cut(sound, 6), "ends within its header"),
        file("npy-cut-in-length", "a.npy", cut(sound, 9), "ends within its header"),
        file("npy-cut-in-header", "a.npy", cut(sound, 100), "ends within its header"),
        file("npy-cut-after-header", "a.npy", cut(sound, 128), "expected 60 entries", "after 0"),
        file("npy-last-byte-missing", "a.npy", cut(sound, sound.length - 1), "after 59"),
        file("npy-one-byte-more", "a.npy", cut(sound, sound.length + 1), "found more bytes"),
        file("npy-wrong-magic", "a.npy", changed(sound, 1, 'M'), "expected a NumPy array"),
        file("npy-of-version-9", "a.npy", changed(sound, 6, 9), "version 1, 2 or 3, found 9"),
        file("npy-header-of-4-gigabytes", "a.npy", long2, "header of"),
        file("npy-of-terabytes", "a.npy", npy("|u1", "(2147483647, 1000, 1)", PIXELS), "after"),
        file("npy-of-overflowing-count", "a.npy", npy("|u1", "(99999999999, 4, 4)", PIXELS), "999"),
        file("npy-of-overflowing-image", "a.npy", npy("<f8", "(2, 99999, 99999)", PIXELS), "99999"),
        file("npy-of-negative-size", "a.npy", npy("|u1", "(-60, 4, 4)", PIXELS), "shape"),
        file("npy-of-no-images", "a.npy", npy("|u1", "(0, 4, 4)", new byte[0]), "empty"),
        file("npy-big-endian", "a.npy", npy(">f4", "(15, 4, 4)", PIXELS), "from 0 to 1"),
        file("npy-of-objects", "a.npy", npy("|O", "(60, 4, 4)", PIXELS), "found |O"),
        file("npy-of-text", "a.npy", npy("<U1", "(15, 4, 4)", PIXELS), "found text"),
        file("npy-of-wide-numbers", "a.npy", npy("<i2", "(30, 4, 4)", PIXELS), "stands for white"),
        file("npy-of-nan", "a.npy", npy("<f4", "(2, 4, 4)", floats(32, Float.NaN)), "NaN"),
        file("npy-of-infinity", "a.npy", npy("<f4", "(1, 4, 4)", floats(16, 1f / 0)), "Infinity"),
        file("npy-with-a-web-page", "a.npy", "<html>".getBytes(ISO_8859_1), "a web page"));
  }

  /** Labels of floats, all 0 but one. */
  private static byte[] halfAt(int label) {
    return ByteBuffer.allocate(240)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat(4 * label, 0.5f)
        .array();
  }

  private static List<BadFile> npz() throws IOException {
    byte[] images = npy("|u1", "(60, 4, 4)", PIXELS);
    byte[] sound = zip("x_train.npy", images);
    byte[] other = npy("<i4", "(59,)", new byte[4 * 59]);
    byte[] broken = npy("<f4", "(60,)", halfAt(7));
    return List.of(
        file("npz-cut-in-magic", "a.npz", cut(sound, 3), "expected a ZIP archive"),
        file("npz-cut-after-magic", "a.npz", cut(sound, 4), "damaged"),
        file("npz-cut-in-data", "a.npz", cut(sound, 500), "damaged"),
        file("npz-cut-in-directory", "a.npz", cut(sound, sound.length - 30), "damaged"),
        file("npz-of-damaged-data", "a.npz", changed(sound, 300, sound[300] ^ 1), "damaged"),
        file("npz-climbing-out", "a.npz", zip("../../../tmp/x_train.npy", new byte[9]), "NumPy"),
        file("npz-climbing-to-root", "a.npz", zip("/etc/x_train.npy", new byte[9]), "NumPy"),
        file("npz-without-arrays", "a.npz", zip("read.me", images), "found none"),
        file("npz-of-a-picture", "a.npz", new byte[] {(byte) 0x89, 'P', 'N', 'G'}, "PNG"),
        file(
            "npz-with-a-label-too-few",
            "a.npz",
            zip("x_train.npy", images, "y_train.npy", other),
            "59 in y_train"),
        file(
            "npz-with-a-broken-label",
            "a.npz",
            zip("x_train.npy", images, "y_train.npy", broken),
            "label 7",
            "0.5"),
        data(
            "npz-bomb",
            f ->
                zipBomb(f.resolve("a.npz"), cut(npy("<f8", "(134217727, 1, 1)", new byte[8]), 128)),
            "expected 134217727 entries",
            "after 16777216"));
  }

  static byte[] npy(String type, String shape, byte[] body) throws IOException {
    Path file = Files.createTempFile("bad", ".npy");
    try {
      return Files.readAllBytes(TinyData.npy(file, type, shape, body));
    } finally {
      Files.delete(file);
    }
  }

  private static byte[] floats(int count, float last) {
    ByteBuffer floats = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    return floats.putFloat(4 * count - 4, last).array();
  }

  /** An archive of names and contents in turn. */
  static byte[] zip(Object... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write((byte[]) entries[i + 1]);
      }
    }
    return out.toByteArray();
  }

  private static Path zipBomb(Path file, byte[] start) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("x_train.npy"));
      zip.write(start);
      for (int i = 0; i < BOMB; i++) {
        zip.write(new byte[MEBIBYTE]);
      }
    }
    return file;
  }

  private static Path bomb(Path file, byte[] start) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(start);
      for (int i = 0; i < BOMB; i++) {
        out.write(new byte[MEBIBYTE]);
      }
    }
    return file;
  }

  private static Path rows(Path file, String row) throws IOException {
    byte[] rows = row.repeat(MEBIBYTE / row.length()).getBytes(ISO_8859_1);
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < BOMB; i++) {
        out.write(rows);
      }
    }
    return file;
  }

  private static Path link(Path link, Path target) throws IOException {
    return Files.createSymbolicLink(link, target);
  }

  private static Path otherTest(Path folder) throws IOException {
    TinyData.idx(folder);
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), TinyData.idx(new byte[500], 20, 5, 5));
    return folder;
  }

  private static Path unreadable(Path folder) throws IOException {
    Path file = Files.write(folder.resolve(IDX), SOUND);
    if (!file.toFile().setReadable(false, false)) {
      throw new IOException(file + ": its permissions cannot be set");
    }
    return file;
  }
}
