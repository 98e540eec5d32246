package io.github.vaegraph.signature;

import java.util.List;
import java.util.Set;

/**
 * The table of all signatures. Exported graphs, the gate that they pass, models in process and on
 * servers, example requests, commands and documents follow it; nothing else names a signature or
 * its parts.
 */
public final class Signatures {
  public static final Part IMAGE = Part.of("image", "input", Kind.IMAGE);
  public static final Part SEED = Part.of("seed", "seed", Kind.SEED);
  public static final Part Z = Part.of("z", "codes", Kind.CODES);

  public static final Part NOISE = Part.of("noise", "noise", Kind.NOISE);
  public static final Part CHOICE = new Part("choice", "choice", Kind.CHOICE, Set.of(Trait.CHOICE));

  /** The class of a row, where the model is conditional. */
  public static final Part LABEL = new Part("label", "label", Kind.LABEL, Set.of(Trait.LABEL));

  // Not "from": a keyword of Python's, whose loader makes every input a parameter.
  public static final Part START = Part.of("start", "start", Kind.IMAGE);
  public static final Part END = Part.of("end", "end", Kind.IMAGE);
  public static final Part POSITION = Part.of("position", "position", Kind.POSITION);

  /** An image that is scored, whose node was named before those of the others. */
  public static final Part SCORED = Part.of("image", "image", Kind.IMAGE);

  /** The likelihood's mean. */
  public static final Part DECODED = Part.of("image", "image", Kind.DECODED);

  public static final Part MEAN = Part.of("mean", "mean", Kind.CODES);
  public static final Part LOG_VARIANCE = Part.of("log_variance", "logVariance", Kind.CODES);
  public static final Part ELBO = Part.of("elbo", "elbo", Kind.NATS);
  public static final Part LOG_LIKELIHOOD = Part.of("log_likelihood", "logLikelihood", Kind.NATS);

  public static final Signature ENCODE =
      of(
          "encode",
          List.of(IMAGE, LABEL),
          List.of(MEAN, LOG_VARIANCE),
          "the posterior q(z|x) of each image x");

  public static final Signature SERVING_DEFAULT =
      of(
          "serving_default",
          ENCODE.takes(),
          ENCODE.returns(),
          "as `%s`, for requests that name no signature".formatted(ENCODE.name()));

  public static final Signature GENERATE =
      of("generate", List.of(SEED, LABEL), List.of(DECODED, Z), "codes drawn from p(z), decoded");

  /** For programs that know no integer hash, as a seed takes it, but can draw random numbers. */
  public static final Signature GENERATE_FROM_NOISE =
      of(
          "generate_from_noise",
          List.of(NOISE, CHOICE, LABEL),
          List.of(DECODED, Z),
          "codes of p(z) made of random numbers, decoded; `choice` where the prior is a mixture");

  public static final Signature DECODE =
      of("decode", List.of(Z, LABEL), List.of(DECODED), "the mean of p(x|z)");

  public static final Signature RECONSTRUCT =
      of("reconstruct", List.of(IMAGE, LABEL), List.of(DECODED), "the posterior's mean, decoded");

  public static final Signature INTERPOLATE =
      of(
          "interpolate",
          List.of(START, END, POSITION, LABEL),
          List.of(DECODED),
          "a point of the straight line between two posterior means, decoded");

  public static final Signature SAMPLE =
      fromPosterior(
          "sample",
          List.of(IMAGE, SEED, LABEL),
          List.of(Z, DECODED),
          "codes drawn from q(z|x), decoded");

  public static final Signature SCORE =
      fromPosterior(
          "score",
          List.of(SCORED, SEED, LABEL),
          List.of(ELBO, LOG_LIKELIHOOD),
          "bounds of log p(x) from K codes drawn from q(z|x)");

  /** All of them, in the order of documents. */
  public static final List<Signature> ALL =
      List.of(
          ENCODE,
          SERVING_DEFAULT,
          GENERATE,
          GENERATE_FROM_NOISE,
          DECODE,
          RECONSTRUCT,
          INTERPOLATE,
          SAMPLE,
          SCORE);

  private Signatures() {}

  /** Those of a model of this form. */
  public static List<Signature> of(ModelForm form) {
    return ALL.stream()
        .filter(signature -> signature.isOf(form))
        .map(signature -> signature.of(form))
        .toList();
  }

  private static Signature of(String name, List<Part> takes, List<Part> returns, String says) {
    return new Signature(name, takes, returns, says, Set.of());
  }

  private static Signature fromPosterior(
      String name, List<Part> takes, List<Part> returns, String says) {
    return new Signature(name, takes, returns, says, Set.of(Trait.POSTERIOR));
  }
}
