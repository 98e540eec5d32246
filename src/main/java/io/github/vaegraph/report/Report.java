package io.github.vaegraph.report;

import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.run.Software;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The page about one run, or about several beside each other: one HTML file that loads nothing,
 * neither scripts nor fonts. Text from a run is escaped.
 */
public final class Report {
  /** All that the template names. */
  private record Page(
      String title, String version, Optional<Comparison> comparison, List<RunPage> runs) {}

  private Report() {}

  /**
   * The page as HTML. What is missing or damaged in a run is told on the page.
   *
   * @param runs at least one
   * @throws IllegalArgumentException when there is no run
   */
  public static String html(List<RunDirectory> runs) throws IOException {
    return html(runs, runs.size() + " runs");
  }

  /**
   * The page as HTML, of runs in an order that means something.
   *
   * @param title of several runs
   */
  public static String html(List<RunDirectory> runs, String title) throws IOException {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("runs: expected at least one");
    }
    return render(runs.size() == 1 ? about(runs.get(0)) : comparing(runs, title));
  }

  private static Page about(RunDirectory run) throws IOException {
    RunContents contents = RunContents.read(name(run), run);
    return new Page(contents.name(), version(), Optional.empty(), List.of(RunPage.alone(contents)));
  }

  private static Page comparing(List<RunDirectory> runs, String title) throws IOException {
    List<RunContents> contents = new ArrayList<>();
    List<RunPage> pages = new ArrayList<>();
    for (RunDirectory run : runs) {
      int number = contents.size() + 1;
      // The number tells runs of one name apart.
      RunContents read = RunContents.read(number + " " + name(run), run);
      contents.add(read);
      pages.add(RunPage.oneOf(number, read));
    }
    return new Page(title, version(), Optional.of(Comparison.of(contents)), pages);
  }

  private static String version() {
    return Software.current().vaegraph();
  }

  private static String name(RunDirectory run) {
    Path folder = run.folder().toAbsolutePath().normalize().getFileName();
    return folder == null ? "run" : folder.toString();
  }

  private static String render(Page page) {
    return Mustache.compiler()
        .strictSections(true)
        .withCollector(new OptionalAsList())
        .withLoader(Report::template)
        .loadTemplate("report")
        .execute(page);
  }

  private static Reader template(String name) {
    InputStream template = Report.class.getResourceAsStream(name + ".mustache");
    if (template == null) {
      throw new IllegalStateException(name + ".mustache is missing from the class path");
    }
    return new InputStreamReader(template, StandardCharsets.UTF_8);
  }

  /** Shows a section for what an Optional holds, and none where it is empty. */
  private static final class OptionalAsList extends DefaultCollector {
    @Override
    public Iterator<?> toIterator(Object value) {
      return super.toIterator(value instanceof Optional<?> o ? o.stream().toList() : value);
    }
  }
}
