package io.github.vaegraph.report;

import io.github.vaegraph.evaluate.CodeFigures;
import io.github.vaegraph.evaluate.Convergence;
import io.github.vaegraph.evaluate.Evaluation;
import io.github.vaegraph.evaluate.FactorFigures;
import io.github.vaegraph.evaluate.StandardErrors;
import io.github.vaegraph.run.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of an evaluation as a page shows them. */
final class RunFigures {
  private RunFigures() {}

  static List<Figure> of(Evaluation evaluation, Optional<RunConfig> config) {
    List<Figure> figures = new ArrayList<>();
    if (evaluation.negativeElbo().isPresent()) {
      figures.add(nats("negative ELBO", Table.negativeElbo(evaluation), "rate + distortion"));
      figures.add(nats("rate", Table.rate(evaluation), "KL(q(z|x) || p(z))"));
    }
    String meaning = evaluation.rate().isPresent() ? "-E_q[log p(x|z)]" : "-log p(x|z) at z = mean";
    figures.add(nats("distortion", Table.distortion(evaluation), meaning));
    evaluation
        .estimate(Evaluation::negativeLogLikelihood, StandardErrors::negativeLogLikelihood)
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        evaluation.negativeLogMarginal().isPresent() ? "-log p(x|c)" : "-log p(x)",
                        Table.plusMinus(v.text(2)),
                        "importance-weighted, %d samples".formatted(evaluation.samples())
                            + evaluation.convergence().map(RunFigures::carried).orElse(""))));
    evaluation
        .estimate(Evaluation::negativeLogMarginal, StandardErrors::negativeLogMarginal)
        .ifPresent(
            v ->
                figures.add(
                    nats("-log p(x)", Table.plusMinus(v.text(2)), "by the classes' frequencies")));
    if (evaluation.bitsPerDimension().isPresent()) {
      figures.add(
          new Figure(
              "bits per dimension",
              Table.bits(evaluation),
              Optional.empty(),
              "of the " + evaluation.bitsOf()));
    }
    String all = config.map(c -> " of " + c.model().latentDim()).orElse("");
    figures.add(
        new Figure(
            "active units",
            evaluation.activeUnits() + all,
            Optional.empty(),
            "Var_x(E_q[z]) above 0.01"));
    evaluation.codes().ifPresent(codes -> add(codes, figures));
    evaluation
        .scale()
        .ifPresent(
            scale ->
                figures.add(
                    new Figure(
                        "learned scale",
                        Table.scale(evaluation),
                        Optional.empty(),
                        "of pixels in [0, 1], the median; %s%% of the values at the bound of %s"
                            .formatted(
                                Table.decimals(100 * scale.shareAtBound(), 1),
                                Table.decimals(scale.bound(), 4)))));
    return figures;
  }

  private static String carried(Convergence found) {
    return ", %s of which carry the median image's%s"
        .formatted(
            Table.decimals(found.effectiveSamples(), 1),
            found.bySamples().stream()
                .map(
                    part ->
                        "; %s by %d"
                            .formatted(
                                Table.decimals(part.negativeLogLikelihood().value(), 2),
                                part.samples()))
                .limit(found.bySamples().size() - 1L)
                .collect(Collectors.joining()));
  }

  private static void add(CodeFigures codes, List<Figure> figures) {
    codes
        .mutualInformation()
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        "mutual information",
                        Table.plusMinus(v.text(2)),
                        "I(x; z) over %d images, at most %s"
                            .formatted(
                                codes.images(), Table.decimals(Math.log(codes.images()), 2)))));
    codes
        .marginalKl()
        .ifPresent(
            v ->
                figures.add(
                    nats(
                        "KL(q(z) || p(z))",
                        Table.plusMinus(v.text(2)),
                        "the rate less that information")));
    codes
        .probe()
        .ifPresent(
            probe ->
                figures.add(
                    new Figure(
                        "linear probe",
                        Table.plusMinus(probe.accuracy().text(4)),
                        Optional.empty(),
                        "of %d classes named right, from the codes of %d training images"
                            .formatted(probe.classes(), probe.trainImages()))));
    codes.factors().ifPresent(known -> add(known, figures));
  }

  private static void add(FactorFigures known, List<Figure> figures) {
    int number = known.factors().size();
    String of = " of %d factor%s, at most 1".formatted(number, number == 1 ? "" : "s");
    known
        .mig()
        .ifPresent(
            gap ->
                figures.add(
                    new Figure(
                        "MIG",
                        Table.plusMinus(gap.text(3)),
                        Optional.empty(),
                        "mutual information gap" + of)));
    figures.add(
        new Figure(
            "SAP",
            Table.decimals(known.sap(), 3),
            Optional.empty(),
            "separated attribute predictability" + of));
  }

  private static Figure nats(String label, String value, String meaning) {
    return new Figure(label, value, Optional.of("nats"), meaning);
  }
}
