package io.github.vaegraph.check;

import io.github.vaegraph.io.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * TensorFlow's files of records, little-endian: for each record its length (64 bits), the masked
 * CRC-32C of these 8 bytes, its bytes, and their masked CRC-32C (tensorflow/core/lib/io).
 */
final class TfRecords {
  private static final int MOST_BYTES = 1 << 28;

  private static final int MASK_DELTA = 0xa282ead8;

  private TfRecords() {}

  static byte[] of(Collection<byte[]> records) {
    int size = records.stream().mapToInt(record -> 16 + record.length).sum();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] record : records) {
      int start = file.position();
      file.putLong(record.length);
      file.putInt(maskedCrc(file.array(), start, 8));
      file.put(record);
      file.putInt(maskedCrc(record, 0, record.length));
    }
    return file.array();
  }

  /**
   * @throws IOException naming the record that is cut off or damaged
   */
  static List<byte[]> read(Path path) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(RegularFile.bytes(path, MOST_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> records = new ArrayList<>();
    while (file.hasRemaining()) {
      String where = "%s, record %d".formatted(path.getFileName(), records.size() + 1);
      int start = file.position();
      if (file.remaining() < 16) {
        throw new IOException(where + ": the file ends within it");
      }
      long length = file.getLong();
      if (file.getInt() != maskedCrc(file.array(), start, 8)) {
        throw new IOException(where + ": its length is damaged");
      }
      if (length < 0 || length > file.remaining() - 4) {
        throw new IOException(where + ": the file ends within it");
      }
      byte[] record = new byte[(int) length];
      file.get(record);
      if (file.getInt() != maskedCrc(record, 0, record.length)) {
        throw new IOException(where + ": its bytes are damaged");
      }
      records.add(record);
    }
    return records;
  }

  private static int maskedCrc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }
}
