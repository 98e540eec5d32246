package io.github.vaegraph.cli;

import io.github.vaegraph.io.Durable;
import io.github.vaegraph.report.Report;
import io.github.vaegraph.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code vae report}: what runs have come to, as one HTML page. */
final class ReportCommand extends Command {
  private static final String PAGE = "report.html";

  ReportCommand() {
    super(
        "report",
        "RUN ...",
        "one HTML page about a run, or about several side by side",
        "vae report runs/digits-20261123-120000 runs/digits-20261123-130000 --out report.html");
  }

  @Override
  void addOptions(Options options) {
    Arguments.add(
        options,
        "out",
        "FILE",
        "the page to write (default: report.html in the first run's folder)");
  }

  @Override
  void run(Arguments arguments, Console console) throws IOException {
    List<RunDirectory> runs = new ArrayList<>();
    for (String operand : arguments.operands()) {
      runs.add(RunDirectory.open(Arguments.path("RUN", operand)));
    }
    Path out = arguments.path("out").orElse(runs.get(0).file(PAGE));
    if (!String.valueOf(out.getFileName()).endsWith(".html")) {
      throw new IllegalArgumentException("--out: expected a name in .html, found " + out);
    }
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
      throw new IllegalArgumentException(
          "--out: expected a file in a folder that exists, found " + out);
    }
    Durable.replace(out, Report.html(runs));
    console.print("wrote " + out);
  }
}
