package io.github.vaegraph.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** An evaluation as lines for people: a figure each, with its standard error. */
final class EvaluationText {
  /** Nats beyond hundredths, and bits beyond ten-thousandths, tell models apart no more. */
  private static final int NATS = 2;

  private static final int BITS = 4;

  /** Gaps are parts of 1. */
  private static final int GAPS = 3;

  /** As many dimensions' rates as a line holds. */
  private static final int SHOWN_RATES = 8;

  private final List<String> lines = new ArrayList<>();

  private EvaluationText() {}

  static String of(Evaluation evaluation) {
    EvaluationText text = new EvaluationText();
    text.addFigures(evaluation);
    evaluation.codes().ifPresent(text::add);
    evaluation.scale().ifPresent(text::add);
    text.addProtocol(evaluation);
    return String.join("\n", text.lines);
  }

  private void addFigures(Evaluation e) {
    e.warning().ifPresent(warning -> lines.add("warning: " + warning));
    e.estimate(Evaluation::negativeElbo, StandardErrors::negativeElbo)
        .ifPresent(value -> nats("negative ELBO", value, " nats"));
    e.estimate(Evaluation::rate, StandardErrors::rate)
        .ifPresent(value -> nats("  rate", value, ""));
    e.estimate(figures -> Optional.of(figures.distortion()), StandardErrors::distortion)
        .ifPresent(value -> nats("  distortion", value, ""));
    e.estimate(Evaluation::negativeLogLikelihood, StandardErrors::negativeLogLikelihood)
        .ifPresent(
            value ->
                nats(
                    "negative log-likelihood",
                    value,
                    format(" nats (importance-weighted, %d samples)", e.samples())));
    e.convergence().ifPresent(found -> add(found, e.samples()));
    e.estimate(Evaluation::negativeLogMarginal, StandardErrors::negativeLogMarginal)
        .ifPresent(value -> nats("  under all classes", value, " nats, by their frequencies"));
    e.estimate(Evaluation::bitsPerDimension, StandardErrors::bitsPerDimension)
        .ifPresent(
            value -> line("bits per dimension", value.text(BITS), " (%s)".formatted(e.bitsOf())));
    line("active units", "" + e.activeUnits(), "");
  }

  private void add(Convergence found, int samples) {
    line(
        "  effective samples",
        format("%.1f", found.effectiveSamples()),
        format(
            " of %d for the median image, below 10 for %.0f%% of images",
            samples, 100 * found.shareBelowTen()));
    lines.add(
        "  by samples "
            + found.bySamples().stream()
                .map(part -> part.samples() + ": " + part.negativeLogLikelihood().text(NATS))
                .collect(Collectors.joining(", ")));
    if (found.few()) {
      lines.add("  few samples carry the estimate: it lies above -log p(x), and more lower it");
    }
  }

  private void add(CodeFigures codes) {
    codes
        .mutualInformation()
        .ifPresent(
            value ->
                nats(
                    "mutual information",
                    value,
                    format(
                        " nats of image and code, at most log %d = %.2f",
                        codes.images(), Math.log(codes.images()))));
    codes
        .marginalKl()
        .ifPresent(
            value -> nats("KL(q(z) || p(z))", value, " nats, the rate less that information"));
    if (!codes.rates().isEmpty()) {
      List<String> largest =
          codes.rates().stream()
              .sorted((a, b) -> Double.compare(b, a))
              .limit(SHOWN_RATES)
              .map(rate -> format("%.2f", rate))
              .toList();
      int more = codes.rates().size() - largest.size();
      lines.add(
          "rate by dimension  "
              + String.join(" ", largest)
              + (more > 0 ? format(" and %d smaller", more) : ""));
    }
    if (!codes.layerRates().isEmpty()) {
      lines.add(
          "rate by layer      "
              + codes.layerRates().stream()
                  .map(rate -> format("%.2f", rate))
                  .collect(Collectors.joining(" "))
              + ", from the image up");
    }
    codes
        .probe()
        .ifPresent(
            probe ->
                line(
                    "linear probe",
                    new Estimate(
                                100 * probe.accuracy().value(),
                                probe.accuracy().standardError().map(error -> 100 * error))
                            .text(NATS)
                        + " %",
                    format(
                        " of %d classes named right, fitted to the codes of %d training images",
                        probe.classes(), probe.trainImages())));
    codes.factors().ifPresent(this::add);
  }

  private void add(FactorFigures figures) {
    int number = figures.factors().size();
    String of = format(" of %d factor%s, at most 1", number, number == 1 ? "" : "s");
    figures.mig().ifPresent(gap -> line("MIG", gap.text(GAPS), " mutual information gap" + of));
    boolean densities = figures.mig().isPresent();
    line(
        "SAP",
        format("%.3f", figures.sap()),
        " separated attribute predictability"
            + of
            + (densities ? "" : "; no MIG without posterior densities"));
    for (FactorFigures.OfFactor factor : figures.factors()) {
      String best =
          factor.best().stream()
              .map(d -> format("z%d %.2f", d, factor.told().get(d)))
              .collect(Collectors.joining(", "));
      String unit = densities ? format("of %.2f nats", factor.entropy()) : "by SAP's scores";
      lines.add(format("  %-22s %s %s", factor.name(), best, unit));
    }
  }

  private void add(PixelScale scale) {
    boolean shared = scale.lowest() == scale.highest();
    line(
        "learned scale",
        format("%.4f", scale.median()),
        shared
            ? format(" of pixels in [0, 1], at least %.4f", scale.bound())
            : format(
                " for the median value of pixels in [0, 1], %.4f to %.4f",
                scale.lowest(), scale.highest()));
    if (scale.shareAtBound() > 0) {
      lines.add(
          format(
              "  %.1f%% of the values are at its bound, %.4f",
              100 * scale.shareAtBound(), scale.bound()));
    }
  }

  private void addProtocol(Evaluation e) {
    lines.add(
        format(
            "on %d %s images, binarization %s, seed %d",
            e.images(), e.split(), e.binarization(), e.seed()));
    e.weights().ifPresent(of -> lines.add("weights of step " + of.step()));
  }

  private void nats(String name, Estimate value, String about) {
    line(name, value.text(NATS), about);
  }

  private void line(String name, String value, String about) {
    // Numbers stand below each other, whatever their errors.
    int number = value.indexOf(' ') < 0 ? value.length() : value.indexOf(' ');
    lines.add(
        format("%-24s %8s%s%s", name, value.substring(0, number), value.substring(number), about));
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency
  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
