package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;
import java.util.Optional;

/**
 * Falls evenly in its logarithm, and then stays.
 *
 * @param peak where it begins
 * @param fraction of the peak where it stays
 * @param epochs how long it falls; empty: as long as training goes
 */
record Exponential(double peak, double fraction, Optional<Integer> epochs) implements Schedule {
  private static final String FORM = "VALUE[,FRACTION[,EPOCHS]]";
  private static final double USUAL = 0.01;
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "exponential",
          FORM,
          "falls evenly in its logarithm from VALUE to FRACTION of it, else to a hundredth",
          List.of("exponential:0.001", "exponential:0.001,0.1,50"),
          Exponential::read);

  Exponential {
    ScheduleWords.checkEpochs("exponential schedule", epochs);
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "an exponential schedule's fraction must be above 0 and at most 1, was " + fraction);
    }
  }

  private static Exponential read(String arguments) {
    ScheduleWords words = new ScheduleWords("exponential:" + FORM, arguments, 1, 3);
    return new Exponential(
        words.number(0), words.count() > 1 ? words.number(1) : USUAL, words.optionalWhole(2));
  }

  @Override
  public String text() {
    return "exponential:" + peak + "," + fraction + epochs.map(n -> "," + n).orElse("");
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // peak * fraction^t,  t = min(1, step / steps)
    long steps = ScheduleWords.steps(text(), epochs, stepsPerEpoch);
    return peak * StrictMath.pow(fraction, Math.min(1, (double) step / steps));
  }

  @Override
  public Schedule lasting(int all) {
    return new Exponential(peak, fraction, Optional.of(epochs.orElse(all)));
  }

  @Override
  public Schedule unfixed(int all) {
    return new Exponential(peak, fraction, epochs.filter(n -> n != all));
  }
}
