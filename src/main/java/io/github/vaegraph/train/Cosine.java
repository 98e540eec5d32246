package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;
import java.util.Optional;

/**
 * Falls from its peak to 0 along half a cosine (Loshchilov and Hutter 2017, without restarts).
 *
 * @param peak where it begins
 * @param epochs how long it falls; empty: as long as training goes
 */
record Cosine(double peak, Optional<Integer> epochs) implements Schedule {
  private static final String FORM = "VALUE[,EPOCHS]";
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "cosine",
          FORM,
          "falls from VALUE to 0 along half a cosine, in all epochs or in so many",
          List.of("cosine:0.001", "cosine:0.001,50"),
          Cosine::read);

  Cosine {
    ScheduleWords.checkEpochs("cosine", epochs);
  }

  private static Cosine read(String arguments) {
    ScheduleWords words = new ScheduleWords("cosine:" + FORM, arguments, 1, 2);
    return new Cosine(words.number(0), words.optionalWhole(1));
  }

  @Override
  public String text() {
    return "cosine:" + peak + epochs.map(n -> "," + n).orElse("");
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // peak * (1 + cos(pi * t)) / 2,  t = min(1, step / steps)
    long steps = ScheduleWords.steps(text(), epochs, stepsPerEpoch);
    double t = Math.min(1, (double) step / steps);
    return t == 1 ? 0 : peak * (1 + StrictMath.cos(Math.PI * t)) / 2;
  }

  @Override
  public Schedule lasting(int all) {
    return new Cosine(peak, Optional.of(epochs.orElse(all)));
  }

  @Override
  public Schedule unfixed(int all) {
    return new Cosine(peak, epochs.filter(n -> n != all));
  }
}
