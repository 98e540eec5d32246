package io.github.vaegraph.evaluate;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How far single dimensions of the code hold single factors that the images were made from:
 * disentanglement, where the factors are known. A factor that has one value in all images is left
 * out.
 *
 * @param mig the mutual information gap (Chen et al. 2018, section 4.1): the mean over factors of
 *     (I(z_a; v) - I(z_b; v)) / H(v), with a the dimension that tells most of the factor v and b
 *     the next; between 0 and 1. Its standard error is over the images, as if the aggregate
 *     posterior and which dimensions are a and b were known. Empty without posterior densities
 * @param sap separated attribute predictability (Kumar et al. 2018, section 3): the mean over
 *     factors of the gap between the best two dimensions' {@link OfFactor#scores}; between 0 and 1
 * @param factors the factors that vary, in the data's order
 */
public record FactorFigures(Optional<Estimate> mig, double sap, List<OfFactor> factors) {
  /** Copies the list. */
  public FactorFigures {
    factors = List.copyOf(factors);
  }

  /**
   * One factor v.
   *
   * @param name what the data call it
   * @param values how many different values the images have
   * @param entropy H(v) in nats over the images
   * @param information I(z_d; v) in nats of each dimension d, estimated, so that it may fall below
   *     0; none without posterior densities
   * @param scores how well posterior means of each dimension alone predict it: of an ordered factor
   *     the R^2 of linear regression, else the balanced accuracy of naming the class with the
   *     nearest mean; 0 for a dimension that is not active
   */
  public record OfFactor(
      String name, int values, double entropy, List<Double> information, List<Double> scores) {
    /** Copies the lists. */
    public OfFactor {
      information = List.copyOf(information);
      scores = List.copyOf(scores);
    }

    /** What each dimension tells of it, or else how well each predicts it. */
    public List<Double> told() {
      return information.isEmpty() ? scores : information;
    }

    /** The dimension that tells most, and the next if there is one. */
    public List<Integer> best() {
      return largestTwo(told());
    }
  }

  /** Where the largest value stands, and the next if there is one. */
  static List<Integer> largestTwo(List<Double> values) {
    return IntStream.range(0, values.size())
        .boxed()
        .sorted(Comparator.comparing(values::get, Comparator.reverseOrder()))
        .limit(2)
        .toList();
  }
}
