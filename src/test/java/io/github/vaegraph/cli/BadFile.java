package io.github.vaegraph.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A damaged input and what its refusal must say.
 *
 * @param name what is wrong, in words that make a folder's name
 * @param writer writes it into an empty folder and returns what is handed to the program
 * @param model whether that is a model or run, which {@code vae inspect} opens; else it is data
 * @param words which the one line must hold
 */
record BadFile(String name, Writer writer, boolean model, List<String> words) {
  /** Writes a damaged input. */
  interface Writer {
    Path write(Path folder) throws IOException;
  }

  /** Damaged data that {@code vae train} opens. */
  static BadFile data(String name, Writer writer, String... words) {
    return new BadFile(name, writer, false, List.of(words));
  }

  /** One damaged file of data, by its bytes. */
  static BadFile file(String name, String file, byte[] bytes, String... words) {
    return data(name, folder -> Files.write(folder.resolve(file), bytes), words);
  }

  /** A damaged model or run. */
  static BadFile model(String name, Writer writer, String... words) {
    return new BadFile(name, writer, true, List.of(words));
  }

  /** Writes it into a new folder of its name and returns the arguments that meet it. */
  List<String> arguments(Path parent) throws IOException {
    Path written = writer.write(Files.createDirectories(parent.resolve(name)));
    return model
        ? List.of("inspect", written.toString())
        : List.of("train", "--data", written.toString(), "--run", parent.resolve("run").toString());
  }

  /** The first so many bytes. */
  static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  /** The bytes with one of them replaced. */
  static byte[] changed(byte[] bytes, int position, int value) {
    byte[] copy = bytes.clone();
    copy[position] = (byte) value;
    return copy;
  }

  @Override
  public String toString() {
    return name;
  }
}
