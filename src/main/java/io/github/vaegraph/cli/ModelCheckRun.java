package io.github.vaegraph.cli;

import com.sun.management.OperatingSystemMXBean;
import io.github.vaegraph.check.Finding;
import io.github.vaegraph.check.ModelCheck;
import io.github.vaegraph.check.Rule;
import io.github.vaegraph.io.Unfinished;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Has a model run by {@link ModelCheckApart}, for so long and with so much memory. */
final class ModelCheckRun {
  private static final long POLL_MILLIS = 50;
  private static final double GIBIBYTE = 1 << 30;

  /** Signals end a process with this status and their number above it. */
  private static final int SIGNALS = 128;

  private final Path model;
  private final Duration limit;
  private final long memory;

  /**
   * The run of a model.
   *
   * @param limit the time that loading and all calls may take
   */
  ModelCheckRun(Path model, Duration limit) {
    this.model = model.toAbsolutePath();
    this.limit = limit;
    this.memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 2;
  }

  /**
   * A finding for each of {@link ModelCheck#RUNNING}: that of the rule that was at work when the
   * process ended says how it did.
   *
   * @throws IOException when no process can be started
   */
  List<Finding> findings() throws IOException {
    byte[] random = new byte[16];
    new SecureRandom().nextBytes(random);
    String word = HexFormat.of().formatHex(random);
    try (Unfinished place = Unfinished.temporary()) {
      Path file = Files.createFile(place.path().resolve("findings"));
      String end = run(place.path(), file, word);
      ModelCheckApart.Report report = ModelCheckApart.Report.read(file, word);
      if (!report.begun()) {
        throw new IOException(
            "the model was not run: the process for that came to nothing, %s; is there memory for a"
                    .formatted(end)
                + " second Java, and time?");
      }
      return report.complete() ? report.findings() : cutOff(report.findings(), end);
    }
  }

  /** Says how the process ended. */
  private String run(Path folder, Path file, String word) throws IOException {
    ChildRun child =
        ChildRun.apart(ModelCheckApart.class, List.of(model.toString(), file.toString()), folder);
    Thread hook = new Thread(child::kill, "check");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      child.say(word);
      return end(child);
    } finally {
      child.kill();
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM is shutting down already: the hook is at it.
      }
    }
  }

  private String end(ChildRun child) {
    long until = System.nanoTime() + limit.toNanos();
    while (!child.endsWithin(Duration.ofMillis(POLL_MILLIS))) {
      if (System.nanoTime() > until) {
        return "it was not through after %s seconds".formatted(limit.toSeconds());
      }
      OptionalLong held = child.memory();
      if (held.isPresent() && held.getAsLong() > memory) {
        return "it took more than %.1f GiB of memory".formatted(memory / GIBIBYTE);
      }
    }
    int status = child.status();
    return "it ended the process that ran it, with %s"
        .formatted(status > SIGNALS ? "signal " + (status - SIGNALS) : "status " + status);
  }

  /** The first rule without a finding was at work; those after it were not reached. */
  private static List<Finding> cutOff(List<Finding> found, String end) {
    List<Finding> findings = new ArrayList<>();
    boolean told = false;
    for (Rule rule : ModelCheck.RUNNING) {
      Optional<Finding> finding = found.stream().filter(f -> f.rule() == rule).findFirst();
      if (finding.isPresent() && !told) {
        findings.add(finding.get());
      } else {
        findings.add(
            told
                ? new Finding(rule, Finding.Verdict.UNTESTED, List.of("the model had to be ended"))
                : new Finding(rule, Finding.Verdict.BROKEN, List.of(end)));
        told = true;
      }
    }
    return findings;
  }
}
