package io.github.vaegraph.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * TensorFlow's ops by what they may do. The list, {@code ops.txt} beside this class, was made by
 * going through every op that TensorFlow 2.18 registers; what it does not name, as an op of a later
 * TensorFlow or of another library, is refused.
 */
final class KnownOps {
  /** What an op may do; the sections of the list have these names. */
  enum Kind {
    /** It computes from its inputs, and ends. */
    HARMLESS,
    /** The same, with something kept within the session. */
    HARMLESS_STATEFUL,
    /** A variable of the session, or what reads or sets one. */
    HARMLESS_VARIABLE,
    /** It reads a file, which has to be that of the model's variables. */
    HARMLESS_RESTORE,
    /** It calls functions of the model, once each. */
    HARMLESS_CALL,
    /** It is, or belongs to, a loop. */
    CONTAINED_LOOP,
    /** What a served model may have, but none that is run beside a user's work. */
    CONTAINED,
    /** It writes the variables, when somebody saves the model again. */
    SAVING,
    /** All others. */
    REFUSED
  }

  private static final Map<String, Kind> KINDS = read();

  private KnownOps() {}

  static Kind kind(String op) {
    return KINDS.getOrDefault(op, Kind.REFUSED);
  }

  /** Every op that is listed. */
  static Map<String, Kind> listed() {
    return Map.copyOf(KINDS);
  }

  private static Map<String, Kind> read() {
    List<String> lines;
    try (InputStream in = Objects.requireNonNull(KnownOps.class.getResourceAsStream("ops.txt"))) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Kind> kinds = new HashMap<>();
    Kind section = Kind.REFUSED;
    for (String line : lines) {
      if (line.startsWith("[")) {
        section = Kind.valueOf(line.substring(1, line.indexOf(']')).replace(' ', '_'));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        for (String op : line.strip().split(" +", -1)) {
          if (kinds.put(op, section) != null) {
            throw new IllegalStateException("ops.txt: expected each op once, found again " + op);
          }
        }
      }
    }
    return kinds;
  }
}
