package io.github.vaegraph.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The likelihoods by name: the one place where they are registered. */
public final class Likelihoods {
  /**
   * A likelihood as the command line knows it.
   *
   * @param name on the command line and in files
   * @param description one line of help
   * @param sigma the default of {@code --sigma}, or empty where the likelihood has none
   * @param variants values of sigma that the tests of all likelihoods run through; one empty string
   *     where there is no sigma
   */
  public record Family(
      String name,
      String description,
      Optional<String> sigma,
      List<String> variants,
      Function<String, Likelihood> parse) {}

  private static final Map<String, Family> FAMILIES = new LinkedHashMap<>();

  static {
    register(
        new Family(
            "bernoulli",
            "binary pixels from logits",
            Optional.empty(),
            List.of(""),
            sigma -> new BernoulliLikelihood()));
    register(
        new Family(
            "gaussian",
            "continuous pixels; --sigma is a number, learned (one shared) or per-pixel",
            Optional.of("1.0"),
            List.of("1.0", "0.1", "learned", "per-pixel"),
            GaussianLikelihood::parse));
  }

  private Likelihoods() {}

  private static void register(Family family) {
    FAMILIES.put(family.name(), family);
  }

  /** All families, in the order of their registration. */
  public static List<Family> families() {
    return List.copyOf(FAMILIES.values());
  }

  /**
   * The family of this name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Family family(String name) {
    Family family = FAMILIES.get(name);
    if (family == null) {
      throw new IllegalArgumentException(
          "likelihood must be one of %s, was %s"
              .formatted(String.join(", ", FAMILIES.keySet()), name));
    }
    return family;
  }

  /**
   * The likelihood of this name.
   *
   * @param sigma the standard deviation, for a likelihood that has one; empty for its default
   * @throws IllegalArgumentException when there is no such likelihood, when it takes no sigma, or
   *     when sigma is no valid one
   */
  public static Likelihood create(String name, Optional<String> sigma) {
    Family family = family(name);
    if (sigma.isPresent() && family.sigma().isEmpty()) {
      throw new IllegalArgumentException(
          "likelihood %s takes no sigma, was given %s".formatted(name, sigma.get()));
    }
    return family.parse().apply(sigma.or(family::sigma).orElse(""));
  }
}
