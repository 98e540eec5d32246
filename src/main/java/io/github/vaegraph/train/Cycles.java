package io.github.vaegraph.train;

import io.github.vaegraph.choice.Choice;
import java.util.List;
import java.util.Optional;

/**
 * Grows evenly from 0 in the first half of each cycle and stays in its second (Fu et al. 2019, with
 * R = 0.5); after the last cycle it stays.
 *
 * @param peak what each cycle comes to
 * @param count of cycles
 * @param epochs that all of them take; empty: as long as training goes
 */
record Cycles(double peak, int count, Optional<Integer> epochs) implements Schedule {
  private static final String FORM = "VALUE[,COUNT[,EPOCHS]]";
  private static final int USUAL = 4;
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "cycles",
          FORM,
          "COUNT times, else 4: grows from 0 to VALUE in half a cycle and stays for the other",
          List.of("cycles:1.0", "cycles:1.0,2,20"),
          Cycles::read);

  Cycles {
    ScheduleWords.checkEpochs("cyclical schedule", epochs);
    if (count < 1) {
      throw new IllegalArgumentException("a schedule's cycles must be positive, was " + count);
    }
  }

  private static Cycles read(String arguments) {
    ScheduleWords words = new ScheduleWords("cycles:" + FORM, arguments, 1, 3);
    return new Cycles(
        words.number(0), words.optionalWhole(1).orElse(USUAL), words.optionalWhole(2));
  }

  @Override
  public String text() {
    return "cycles:" + peak + "," + count + epochs.map(n -> "," + n).orElse("");
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // peak * min(1, 2 t),  t = (step mod cycle) / cycle,  cycle = steps / count
    long steps = ScheduleWords.steps(text(), epochs, stepsPerEpoch);
    if (step >= steps) {
      return peak;
    }
    double t = (double) (step * count % steps) / steps;
    return peak * Math.min(1, 2 * t);
  }

  @Override
  public Schedule lasting(int all) {
    return new Cycles(peak, count, Optional.of(epochs.orElse(all)));
  }

  @Override
  public Schedule unfixed(int all) {
    return new Cycles(peak, count, epochs.filter(n -> n != all));
  }
}
