package io.github.vaegraph.cli;

import static io.github.vaegraph.cli.BadFile.data;
import static io.github.vaegraph.cli.BadFile.file;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Damaged tables of numbers: CSV and amat. */
final class BadTables {
  private static final String ROWS = "0,1,1,0\n".repeat(20);
  private static final String BITS = "0 1 1 0\n".repeat(20);

  private BadTables() {}

  static List<BadFile> all() {
    return List.of(
        csv("csv-empty", "", "empty"),
        csv("csv-of-empty-lines", "\n\n\n", "no images"),
        csv("csv-of-a-header-alone", "a,b,c,d\n", "no images"),
        csv("csv-cut-in-a-row", ROWS + "0,1", "line 21", "expected 4 pixels"),
        csv("csv-with-a-longer-row", ROWS + "0,1,1,0,1\n", "line 21", "expected 4 pixels"),
        csv("csv-with-text", ROWS + "0,1,one,0\n", "line 21", "column 3", "'one'"),
        csv("csv-with-an-empty-cell", ROWS + "0,1,,0\n", "line 21", "column 3"),
        csv("csv-with-two-decimal-marks", "0,5;1,0;0,0;0.5\n", "line 1", "decimal comma"),
        csv("csv-with-colons", "0:1:1:0\n".repeat(9), "line 2", "expected a number"),
        csv("csv-with-nan", ROWS + "0,1,NaN,0\n", "line 21", "NaN"),
        csv("csv-with-infinity", ROWS + "0,1,Infinity,0\n", "line 21", "Infinity"),
        csv("csv-with-a-negative-number", ROWS + "0,1,-1,0\n", "line 21", "-1"),
        csv("csv-with-a-number-past-doubles", ROWS + "0,1,1e999,0\n", "line 21", "Infinity"),
        csv("csv-with-an-open-quote", ROWS + "\"0,1,1,0\n".repeat(9), "line 21"),
        csv("csv-of-no-square", "0,1,1\n".repeat(9), "3 values", "--shape"),
        csv("csv-of-a-huge-cell", "0".repeat(1 << 20), "cannot be read"),
        bytes("csv-in-utf-16-without-a-mark", "a.csv", ROWS, UTF_16LE, "line 2"),
        bytes("csv-in-latin-1", "a.csv", ROWS + "0,1,\u00fc,0\n", ISO_8859_1, "line 21"),
        file(
            "csv-of-a-picture", "a.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G', 9}, "one picture"),
        data("csv-of-a-terabyte-of-zeros", f -> sparse(f.resolve("a.csv")), "a.csv"),
        data("csv-folder-instead-of-file", f -> Files.createDirectory(f.resolve("a.csv")), "none"),
        amat("amat-empty", "", "empty"),
        amat("amat-of-empty-lines", "\n \n\t\n", "no images"),
        amat("amat-cut-in-a-row", BITS + "0 1", "line 21", "expected 4 pixels"),
        amat("amat-of-grey-pixels", "0 0.5 1 0\n", "line 1, pixel 3", "'.'"),
        amat("amat-with-a-two", BITS + "0 2 1 0\n", "line 21, pixel 2", "'2'"),
        amat("amat-with-text", "label " + BITS, "line 1, pixel 1", "'l'"),
        amat("amat-without-spaces", "0110\n".repeat(9), "without a space"),
        amat("amat-of-no-square", "0 1 1\n".repeat(9), "3 values"),
        bytes("amat-in-utf-16", "a.amat", BITS, UTF_16LE, "line 1, pixel 2", "byte 0"),
        data("amat-of-a-terabyte-of-zeros", f -> sparse(f.resolve("a.amat")), "expected text"));
  }

  private static BadFile csv(String name, String text, String... words) {
    return bytes(name, "a.csv", text, UTF_8, words);
  }

  private static BadFile amat(String name, String text, String... words) {
    return bytes(name, "a.amat", text, UTF_8, words);
  }

  private static BadFile bytes(
      String name, String file, String text, Charset charset, String... words) {
    return file(name, file, text.getBytes(charset), words);
  }

  /** A terabyte that takes no room on disk. */
  static Path sparse(Path file) throws IOException {
    try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
      opened.setLength(1L << 40);
    }
    return file;
  }
}
