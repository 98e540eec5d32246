package io.github.vaegraph.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.proto.Event;

/** Reads TensorBoard's event files, in the order of their names. */
public final class TestEvents {
  private TestEvents() {}

  /**
   * All events in this folder. A file is a row of records: length (8 bytes), checksum (4), an
   * event, checksum (4); tensorflow/core/lib/io/record_writer.h.
   */
  public static List<Event> read(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
          byte[] event = new byte[Math.toIntExact(bytes.getLong())];
          bytes.getInt();
          bytes.get(event);
          bytes.getInt();
          events.add(Event.parseFrom(event));
        }
      }
    }
    return events;
  }

  /** The events of a tag in a run's folder. */
  public static List<Event> ofTag(Path run, String tag) throws IOException {
    return read(run.resolve("tensorboard")).stream()
        .filter(Event::hasSummary)
        .filter(event -> event.getSummary().getValue(0).getTag().equals(tag))
        .toList();
  }
}
