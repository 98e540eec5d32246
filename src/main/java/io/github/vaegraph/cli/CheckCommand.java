package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Options;

/** {@code vae check}: whether TensorFlow Serving can serve an exported model, whoever made it. */
final class CheckCommand extends Command {
  private static final long SECONDS = 120;
  private static final long MOST_SECONDS = 86_400;

  CheckCommand() {
    super(
        "check",
        MODEL,
        "test an exported model, of any program, by the rules of TensorFlow Serving",
        "vae check savedmodel/digits/1");
  }

  @Override
  void addOptions(Options options) {
    Arguments.flag(
        options,
        "run",
        "run the model although it may do more than compute, in a process of its own: that has a time"
            + " limit and half of the memory, but may touch all files that you may");
    Arguments.add(
        options,
        "timeout",
        "SECONDS",
        "how long loading the model and calling it may take (default: %d)".formatted(SECONDS));
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    Path given = Arguments.path(MODEL, arguments.operand(0));
    if (!Files.isDirectory(given)) {
      throw new IOException(
          "%s: expected the folder of an exported model, found %s"
              .formatted(given, Files.exists(given) ? "a file" : "nothing there"));
    }
    long seconds = arguments.longInteger("timeout").orElse(SECONDS);
    if (seconds < 1 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException(
          "--timeout: expected 1 to %d seconds, found %d".formatted(MOST_SECONDS, seconds));
    }
    Path folder = OpenedModel.exported(given);
    ModelCheck.Read read = ModelCheck.readOnly(folder);
    List<Finding> findings = new ArrayList<>(List.of(ModelCheck.version(folder)));
    findings.addAll(read.findings());
    boolean runs = read.contents().filter(c -> c.harmless() || arguments.has("run")).isPresent();
    if (runs) {
      findings.addAll(new ModelCheckRun(folder, Duration.ofSeconds(seconds)).findings());
    }
    findings.forEach(finding -> print(finding, console));
    long broken = findings.stream().filter(f -> f.verdict() == Finding.Verdict.BROKEN).count();
    if (broken > 0) {
      throw new FailedCheckException(
          "%s breaks %d of %d rules%s"
              .formatted(folder, broken, findings.size(), runs ? "" : "; it was not run"));
    }
    if (!runs) {
      throw new FailedCheckException(
          "%s does more than compute, and was not run; whether it can be served is told by --run, in a"
                  .formatted(folder)
              + " process of its own, which may touch all files that you may");
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
