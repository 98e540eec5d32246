package io.github.vaegraph.cli;

import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.Rule;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The checks that run a model, in a process of their own, and the file that hands their findings
 * over: a line a finding, and one that says that there are no more. Each begins with a word that
 * only the program knows that asked for them; whatever ends the process before its last line has
 * not passed.
 */
final class ModelCheckApart {
  private static final String BEGUN = "begun";
  private static final String END = "end";

  private ModelCheckApart() {}

  /**
   * The process.
   *
   * @param args the model's folder and the file; the word comes in over standard input, which stays
   *     open as long as somebody waits for the findings
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String word = String.valueOf(in.readLine());
    endWith(in);
    Path file = Path.of(args[1]);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      out.write(word + " " + BEGUN + "\n");
      out.flush();
      ModelCheck.run(
          Path.of(args[0]),
          finding -> {
            try {
              out.write(line(word, finding));
              out.flush();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      out.write(word + " " + END + "\n");
    }
    Runtime.getRuntime().halt(0); // threads of the model's may go on
  }

  /** Nobody waits any more: a killed program leaves nothing running behind. */
  private static void endWith(BufferedReader in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Nothing is said.
                }
              } catch (IOException e) {
                // The same as the end.
              }
              Runtime.getRuntime().halt(1);
            },
            "end with the program that asked");
    watch.setDaemon(true);
    watch.start();
  }

  private static String line(String word, Finding finding) {
    StringBuilder line =
        new StringBuilder(word + " " + finding.rule().name() + " " + finding.verdict().name());
    for (String detail : finding.details()) {
      byte[] bytes = detail.getBytes(StandardCharsets.UTF_8);
      line.append(' ').append(Base64.getEncoder().encodeToString(bytes));
    }
    return line + "\n";
  }

  /**
   * What has been found.
   *
   * @param begun whether the process came as far as the model
   * @param complete whether that is all
   */
  record Report(List<Finding> findings, boolean begun, boolean complete) {
    /** Reads the file; what does not begin with the word is passed over. */
    static Report read(Path file, String word) throws IOException {
      List<Finding> findings = new ArrayList<>();
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      boolean begun = false;
      boolean complete = false;
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
        String[] parts = line.split(" ", -1);
        if (!parts[0].equals(word)) {
          continue;
        }
        if (parts[1].equals(BEGUN)) {
          begun = true;
        } else if (parts[1].equals(END)) {
          complete = true;
        } else {
          List<String> details = new ArrayList<>();
          for (int i = 3; i < parts.length; i++) {
            details.add(new String(Base64.getDecoder().decode(parts[i]), StandardCharsets.UTF_8));
          }
          findings.add(
              new Finding(Rule.valueOf(parts[1]), Finding.Verdict.valueOf(parts[2]), details));
        }
      }
      return new Report(findings, begun, complete);
    }
  }
}
