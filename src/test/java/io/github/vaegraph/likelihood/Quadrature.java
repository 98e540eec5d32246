package io.github.vaegraph.likelihood;

import io.github.vaegraph.likelihood.Likelihood.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * Sums and integrals over what a likelihood of one value is a density over: 0 and 1, the 256 grey
 * levels, [0, 1], or all numbers. Integrals halve their panels until each agrees with its halves: a
 * cusp, a peak and a long tail are met with panels as narrow as they want.
 */
final class Quadrature {
  /** Densities at these points: [rows][points]. */
  @FunctionalInterface
  interface Densities extends Function<float[], double[][]> {}

  // Gauss and Legendre's five nodes and weights on [-1, 1].
  private static final double[] NODES = {
    -0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640
  };
  private static final double[] WEIGHTS = {
    0.2369268850561891,
    0.4786286704993665,
    0.5688888888888889,
    0.4786286704993665,
    0.2369268850561891
  };

  /** What the halves of a panel may differ by from the whole, of a mass of 1. */
  private static final double TOLERANCE = 1e-7;

  private static final int MOST_HALVINGS = 40;

  private final Densities densities;
  private final int rows;

  Quadrature(Densities densities, int rows) {
    this.densities = densities;
    this.rows = rows;
  }

  /** The integral of density times f over the support, for each row. */
  double[] over(Support support, DoubleUnaryOperator f) {
    return switch (support) {
      case BINARY -> sum(1, f);
      case LEVELS -> sum(255, f);
      case UNIT_INTERVAL -> integral(panels(0, 1, 64), t -> t, t -> 1, f);
      // x = t / (1 - t^2) leads from (-1, 1) to all numbers, dx/dt = (1 + t^2) / (1 - t^2)^2.
      case REALS ->
          integral(
              panels(-1, 1, 128),
              t -> t / (1 - t * t),
              t -> (1 + t * t) / ((1 - t * t) * (1 - t * t)),
              f);
    };
  }

  private double[] sum(int intervals, DoubleUnaryOperator f) {
    float[] points = new float[intervals + 1];
    for (int i = 0; i <= intervals; i++) {
      points[i] = (float) i / intervals;
    }
    double[][] density = densities.apply(points);
    double[] sums = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < points.length; i++) {
        sums[row] += density[row][i] * f.applyAsDouble(points[i]);
      }
    }
    return sums;
  }

  private record Panel(double from, double to) {
    List<Panel> halves() {
      double middle = (from + to) / 2;
      return List.of(new Panel(from, middle), new Panel(middle, to));
    }

    double at(double node) {
      return (from + to) / 2 + node * (to - from) / 2;
    }
  }

  private static List<Panel> panels(double from, double to, int count) {
    List<Panel> panels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      panels.add(new Panel(from + (to - from) * i / count, from + (to - from) * (i + 1) / count));
    }
    return panels;
  }

  private double[] integral(
      List<Panel> panels,
      DoubleUnaryOperator point,
      DoubleUnaryOperator slope,
      DoubleUnaryOperator f) {
    double[] total = new double[rows];
    List<Panel> left = panels;
    List<double[]> whole = integrals(left, point, slope, f);
    for (int halving = 0; !left.isEmpty(); halving++) {
      List<Panel> halves = left.stream().flatMap(panel -> panel.halves().stream()).toList();
      List<double[]> parts = integrals(halves, point, slope, f);
      List<Panel> nextLeft = new ArrayList<>();
      List<double[]> nextWhole = new ArrayList<>();
      for (int i = 0; i < left.size(); i++) {
        double[] first = parts.get(2 * i);
        double[] second = parts.get(2 * i + 1);
        if (halving == MOST_HALVINGS || agree(whole.get(i), first, second)) {
          for (int row = 0; row < rows; row++) {
            total[row] += first[row] + second[row];
          }
        } else {
          nextLeft.addAll(halves.subList(2 * i, 2 * i + 2));
          nextWhole.addAll(List.of(first, second));
        }
      }
      left = nextLeft;
      whole = nextWhole;
    }
    return total;
  }

  private static boolean agree(double[] whole, double[] first, double[] second) {
    for (int row = 0; row < whole.length; row++) {
      if (!(Math.abs(whole[row] - first[row] - second[row]) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }

  /** Of each panel: [rows]. */
  private List<double[]> integrals(
      List<Panel> panels,
      DoubleUnaryOperator point,
      DoubleUnaryOperator slope,
      DoubleUnaryOperator f) {
    float[] points = new float[panels.size() * NODES.length];
    for (int i = 0; i < points.length; i++) {
      double t = panels.get(i / NODES.length).at(NODES[i % NODES.length]);
      points[i] = (float) point.applyAsDouble(t);
    }
    double[][] density = densities.apply(points);
    List<double[]> integrals = new ArrayList<>();
    for (Panel panel : panels) {
      double[] sums = new double[rows];
      int first = integrals.size() * NODES.length;
      for (int node = 0; node < NODES.length; node++) {
        double t = panel.at(NODES[node]);
        double weight =
            WEIGHTS[node]
                * (panel.to - panel.from)
                / 2
                * slope.applyAsDouble(t)
                * f.applyAsDouble(points[first + node]);
        for (int row = 0; row < rows; row++) {
          double d = density[row][first + node];
          sums[row] += d == 0 ? 0 : weight * d; // 0 times infinity far out in a tail
        }
      }
      integrals.add(sums);
    }
    return integrals;
  }
}
