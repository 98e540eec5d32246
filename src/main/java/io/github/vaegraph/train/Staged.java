package io.github.vaegraph.train;

import static java.util.stream.Collectors.joining;

import io.github.vaegraph.choice.Choice;
import java.util.ArrayList;
import java.util.List;

/**
 * Falls by a factor at the end of some epochs. The usual stages are those of Burda et al. 2016: the
 * i-th, from 0 on, takes 3^i epochs, and the seventh factor makes a tenth.
 *
 * @param peak where it begins
 * @param factor from each stage to the next
 * @param ends the epochs, from 1, that end a stage
 */
record Staged(double peak, double factor, List<Integer> ends) implements Schedule {
  private static final String FORM = "VALUE[,FACTOR,EPOCH,...]";
  private static final double BURDA_FACTOR = StrictMath.pow(10, -1 / 7.0);
  private static final List<Integer> BURDA_ENDS = List.of(1, 4, 13, 40, 121, 364, 1093);
  static final Choice.Option<Schedule> OPTION =
      new Choice.Option<>(
          "staged",
          FORM,
          "falls by FACTOR after each of these epochs; else stages of 1, 3, 9, ... 729 epochs by"
              + " 10^(-1/7), as in Burda et al. 2016",
          List.of("staged:0.001", "staged:0.001,0.1,30,45"),
          Staged::read);

  Staged {
    ends = List.copyOf(ends);
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "a staged schedule's factor must be above 0 and at most 1, was " + factor);
    }
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) < 1 || (i > 0 && ends.get(i) <= ends.get(i - 1))) {
        throw new IllegalArgumentException(
            "a staged schedule's epochs must rise from 1 on, was " + ends);
      }
    }
  }

  private static Staged read(String arguments) {
    ScheduleWords words = new ScheduleWords("staged:" + FORM, arguments, 1, Integer.MAX_VALUE);
    if (words.count() == 1) {
      return new Staged(words.number(0), BURDA_FACTOR, BURDA_ENDS);
    }
    List<Integer> ends = new ArrayList<>();
    for (int i = 2; i < words.count(); i++) {
      ends.add(words.whole(i));
    }
    return new Staged(words.number(0), words.number(1), ends);
  }

  @Override
  public String text() {
    return "staged:%s,%s%s"
        .formatted(peak, factor, ends.stream().map(end -> "," + end).collect(joining()));
  }

  @Override
  public double at(long step, int stepsPerEpoch) {
    // peak * factor^(stages that have ended)
    long epoch = step / stepsPerEpoch;
    long ended = ends.stream().filter(end -> end <= epoch).count();
    return peak * StrictMath.pow(factor, (double) ended);
  }
}
