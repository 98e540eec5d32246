package io.github.vaegraph.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every JVM has. */
public final class Sha256 {
  private static final int SMALL = 1 << 20;
  private static final int BLOCK = 1 << 16;

  private Sha256() {}

  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256, this one has not", e);
    }
  }

  /** Of a file, in hexadecimal digits. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] block = new byte[BLOCK];
    try (InputStream in = RegularFile.open(file)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
    }
    return hex(digest);
  }

  /** Of a file that is there and small, as files of labels are; else empty. */
  public static String ofSmall(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > SMALL) {
      return "";
    }
    MessageDigest digest = digest();
    digest.update(Files.readAllBytes(file));
    return hex(digest);
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
