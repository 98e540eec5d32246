package io.github.vaegraph.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A call of a signature: what goes in, and what is made of what comes out. Models in process and on
 * servers differ in how they {@link #ask}, and in nothing else.
 *
 * @param <A> what comes out
 */
public record Call<A>(Signature signature, List<Input> inputs, Function<Answer, A> reading) {
  /** What an array holds on every JVM. */
  private static final long MAX_VALUES = Integer.MAX_VALUE - 16L;

  /** The rows of each part that is returned. */
  public record Answer(Map<String, Floats> parts) {
    /** A part's rows. */
    public Floats of(Part part) {
      return Objects.requireNonNull(parts.get(part.name()), part.name());
    }
  }

  /**
   * Asks once.
   *
   * @param <E> what goes wrong on the way
   */
  public interface Asking<E extends Exception> {
    /**
     * Has the signature computed.
     *
     * @param inputs some rows of each
     * @return as many rows of each output, by its name
     */
    Map<String, Floats> ask(List<Input> inputs) throws E;
  }

  /** See {@link Model#encode}. */
  public static Call<Codes> encode(Floats images) {
    return new Call<>(
        Signatures.ENCODE,
        List.of(Input.of(Signatures.IMAGE, images)),
        answer -> new Codes(answer.of(Signatures.MEAN), answer.of(Signatures.LOG_VARIANCE)));
  }

  /** The same of another signature, which takes and returns the same parts. */
  public Call<A> of(Signature other) {
    return new Call<>(other, inputs, reading);
  }

  /**
   * The same under these classes, see {@link Model#given}.
   *
   * @param labels one for all rows, or one a row; none leaves the call as it is
   */
  public Call<A> given(long... labels) {
    if (labels.length == 0) {
      return this;
    }
    long[] rows = labels;
    if (labels.length == 1) {
      rows = new long[inputs.get(0).count()];
      Arrays.fill(rows, labels[0]);
    }
    Input told = Input.of(Signatures.LABEL, rows);
    return new Call<>(signature, Stream.concat(inputs.stream(), Stream.of(told)).toList(), reading);
  }

  /** See {@link Model#decode}. */
  public static Call<Floats> decode(Floats codes) {
    return new Call<>(
        Signatures.DECODE,
        List.of(Input.of(Signatures.Z, codes)),
        answer -> answer.of(Signatures.DECODED));
  }

  /** See {@link Model#reconstruct}. */
  public static Call<Floats> reconstruct(Floats images) {
    return new Call<>(
        Signatures.RECONSTRUCT,
        List.of(Input.of(Signatures.IMAGE, images)),
        answer -> answer.of(Signatures.DECODED));
  }

  /** See {@link Model#generate}. */
  public static Call<Generated> generate(long[] seeds) {
    return new Call<>(
        Signatures.GENERATE,
        List.of(Input.of(Signatures.SEED, seeds)),
        answer -> new Generated(answer.of(Signatures.DECODED), answer.of(Signatures.Z)));
  }

  /**
   * As {@link Model#generate}, from random numbers of one's own.
   *
   * @param noise [N, L] standard normal; smaller ones stay nearer to the middle
   * @param choice [N] uniform in [0, 1], where the prior is a mixture, else none
   */
  public static Call<Generated> generateFromNoise(Floats noise, Optional<float[]> choice) {
    return new Call<>(
        Signatures.GENERATE_FROM_NOISE,
        Stream.concat(
                Stream.of(Input.of(Signatures.NOISE, noise)),
                choice.stream().map(u -> Input.of(Signatures.CHOICE, new Floats(u.length, 1, u))))
            .toList(),
        answer -> new Generated(answer.of(Signatures.DECODED), answer.of(Signatures.Z)));
  }

  /** See {@link Model#sample}. */
  public static Call<Sampled> sample(Floats images, long[] seeds) {
    return new Call<>(
        Signatures.SAMPLE,
        List.of(Input.of(Signatures.IMAGE, images), Input.of(Signatures.SEED, seeds)),
        answer -> new Sampled(answer.of(Signatures.Z), answer.of(Signatures.DECODED)));
  }

  /** See {@link Model#score}. */
  public static Call<Scores> score(Floats images, long[] seeds) {
    return new Call<>(
        Signatures.SCORE,
        List.of(Input.of(Signatures.SCORED, images), Input.of(Signatures.SEED, seeds)),
        answer -> new Scores(answer.of(Signatures.ELBO), answer.of(Signatures.LOG_LIKELIHOOD)));
  }

  /** See {@link Model#interpolate}. */
  public static Call<Floats> interpolate(Floats start, Floats end, float[] positions) {
    return new Call<>(
        Signatures.INTERPOLATE,
        List.of(
            Input.of(Signatures.START, start),
            Input.of(Signatures.END, end),
            Input.of(Signatures.POSITION, new Floats(positions.length, 1, positions))),
        answer -> answer.of(Signatures.DECODED));
  }

  /**
   * Asks for some rows at a time, and puts the answers together.
   *
   * @param spec what the model says that its signature takes and returns
   * @param rowsAtOnce the most that are asked for at once
   * @throws IllegalArgumentException naming the first input that does not fit, before any is asked
   *     for; when more would come out than an array holds; or when something else comes out than
   *     the model says
   */
  public <E extends Exception> A ask(SignatureSpec spec, int rowsAtOnce, Asking<E> asking)
      throws E {
    spec.check(inputs);
    int count = inputs.get(0).count();
    for (Part part : signature.returns()) {
      checkSize(count, width(spec, part));
    }
    if (count <= rowsAtOnce) {
      return reading.apply(answer(spec, count, asking.ask(inputs)));
    }
    Map<String, Floats> whole = new TreeMap<>();
    for (int from = 0; from < count; from += rowsAtOnce) {
      int start = from;
      int end = Math.min(count, from + rowsAtOnce);
      List<Input> some = inputs.stream().map(input -> input.slice(start, end)).toList();
      answer(spec, end - start, asking.ask(some))
          .parts()
          .forEach(
              (name, rows) -> {
                // Not before there is an answer: how wide a row is has only been said till then.
                Floats all =
                    whole.computeIfAbsent(
                        name,
                        n -> new Floats(count, rows.width(), new float[count * rows.width()]));
                System.arraycopy(
                    rows.values(), 0, all.values(), start * rows.width(), rows.values().length);
              });
    }
    return reading.apply(new Answer(whole));
  }

  private static int width(SignatureSpec spec, Part part) {
    return spec.output(part.name()).width().orElseThrow();
  }

  private static void checkSize(int count, int width) {
    if ((long) count * width > MAX_VALUES) {
      throw new IllegalArgumentException(
          "%d rows of %d values are more than an array holds; ask for fewer"
              .formatted(count, width));
    }
  }

  /** The parts that are returned, each held to what was asked for. */
  private Answer answer(SignatureSpec spec, int rows, Map<String, Floats> found) {
    Map<String, Floats> parts = new TreeMap<>();
    for (Part part : signature.returns()) {
      Floats values = found.get(part.name());
      if (values == null || values.rows() != rows || values.width() != width(spec, part)) {
        throw new IllegalArgumentException(
            "%s: expected %d rows of %d values as %s, the answer holds %s"
                .formatted(
                    signature,
                    rows,
                    width(spec, part),
                    part.name(),
                    values == null
                        ? "none"
                        : "%d rows of %d".formatted(values.rows(), values.width())));
      }
      parts.put(part.name(), values);
    }
    return new Answer(parts);
  }
}
