package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code vae check}: whether TensorFlow Serving can serve an exported model, whoever made it. */
final class CheckCommand extends Command {
  CheckCommand() {
    super(
        "check",
        MODEL,
        "test an exported model, of any program, by the rules of TensorFlow Serving",
        "vae check savedmodel/digits/1");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path given = Arguments.path(MODEL, arguments.operand(0));
    if (!Files.isDirectory(given)) {
      throw new IOException(
          "%s: expected the folder of an exported model, found %s"
              .formatted(given, Files.exists(given) ? "a file" : "nothing there"));
    }
    Path folder = OpenedModel.exported(given);
    List<Finding> findings = new ArrayList<>(List.of(ModelCheck.version(folder)));
    findings.addAll(ModelCheck.check(folder));
    findings.forEach(finding -> print(finding, console));
    long broken = findings.stream().filter(f -> f.verdict() == Finding.Verdict.BROKEN).count();
    if (broken > 0) {
      throw new FailedCheckException(
          "%s breaks %d of %d rules".formatted(folder, broken, findings.size()));
    }
    console.print(folder + " can be served");
  }

  private static void print(Finding finding, Console console) {
    String verdict = finding.verdict().name().toLowerCase(Locale.ROOT);
    console.print("%-9s %s".formatted(verdict, finding.rule().label()));
    finding.details().forEach(detail -> console.print("            " + detail));
    if (finding.verdict() == Finding.Verdict.BROKEN) {
      console.print("            why it matters: " + finding.rule().why());
    }
  }
}
