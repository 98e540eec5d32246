package io.github.vaegraph.signature;

import java.util.ArrayList;
import java.util.List;

/** The table of signatures as documents show it. */
public final class MarkdownTable {
  /** The first two lines: the columns' titles, and the rule below them. */
  public static final List<String> HEAD =
      List.of("| signature | takes | returns | what it is |", "|---|---|---|---|");

  private MarkdownTable() {}

  /** A line a signature. */
  public static List<String> rows(List<Signature> signatures) {
    return signatures.stream().map(MarkdownTable::row).toList();
  }

  private static String row(Signature signature) {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            signature.name(),
            cell(signature.takes()),
            cell(signature.returns()),
            signature.says().replace("|", "\\|"));
  }

  /** {@code `start`, `end` float32 [B,H,W,C] in [0,1], `position` ...}: what is alike once. */
  private static String cell(List<Part> parts) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      boolean last = i + 1 == parts.size() || parts.get(i + 1).kind() != part.kind();
      texts.add("`%s`".formatted(part.name()) + (last ? " " + part.kind() : ""));
    }
    return String.join(", ", texts);
  }
}
