package io.github.vaegraph.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SchedulesTest {
  private static double at(String text, long step, int stepsPerEpoch) {
    return Schedules.read(text).at(step, stepsPerEpoch);
  }

  static List<String> examples() {
    return Schedules.CHOICE.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aTextReadAgainIsTheSameSchedule(String text) {
    Schedule schedule = Schedules.read(text);
    assertThat(Schedules.read(schedule.text())).isEqualTo(schedule);
    assertThat(ScheduleTexts.of(schedule).schedule()).isEqualTo(schedule);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatTakesAllEpochsIsToldHowManyAndCanForgetIt(String text) {
    Schedule schedule = Schedules.read(text);
    Schedule told = schedule.lasting(7);
    assertThat(told.at(3, 5)).isBetween(0.0, told.peak());
    assertThat(told.peak()).isEqualTo(schedule.peak());
    assertThat(told.lasting(9)).isEqualTo(told);
    assertThat(told.unfixed(7)).isEqualTo(schedule.unfixed(7));
    assertThat(told.unfixed(8)).isEqualTo(told);
  }

  @Test
  void aRampGrowsEvenlyAndThenStays() {
    // Ten steps of two epochs: a tenth more of 0.5 at each.
    assertThat(at("ramp:0.5,2", 0, 5)).isEqualTo(0.05);
    assertThat(at("ramp:0.5,2", 4, 5)).isEqualTo(0.25);
    assertThat(at("ramp:0.5,2", 9, 5)).isEqualTo(0.5);
    assertThat(at("ramp:0.5,2", 1000, 5)).isEqualTo(0.5);
    assertThat(at("0.7", 0, 5)).isEqualTo(0.7);
  }

  @Test
  void aCosineIsAtItsPeakHalfAndNothingAtTheEndsAndTheMiddle() {
    // cos 0 = 1, cos(pi/3) = 1/2, cos(pi/2) = 0, cos pi = -1
    assertThat(at("cosine:0.2,6", 0, 10)).isEqualTo(0.2);
    assertThat(at("cosine:0.2,6", 20, 10)).isCloseTo(0.15, within(1e-15));
    assertThat(at("cosine:0.2,6", 30, 10)).isCloseTo(0.1, within(1e-15));
    assertThat(at("cosine:0.2,6", 60, 10)).isZero();
    assertThat(at("cosine:0.2,6", 600, 10)).isZero();
  }

  @Test
  void anExponentialHasTheGeometricMeanHalfWayAndStaysAtItsFraction() {
    assertThat(at("exponential:0.1,0.01,4", 0, 10)).isEqualTo(0.1);
    assertThat(at("exponential:0.1,0.01,4", 20, 10)).isCloseTo(0.01, within(1e-16));
    assertThat(at("exponential:0.1,0.01,4", 40, 10)).isCloseTo(0.001, within(1e-17));
    assertThat(at("exponential:0.1,0.01,4", 400, 10)).isCloseTo(0.001, within(1e-17));
    assertThat(Schedules.read("exponential:0.1")).isEqualTo(Schedules.read("exponential:0.1,0.01"));
  }

  @Test
  void stagesFallAfterTheirEpochs() {
    assertThat(at("staged:1,0.5,2,3", 0, 10)).isEqualTo(1);
    assertThat(at("staged:1,0.5,2,3", 19, 10)).isEqualTo(1);
    assertThat(at("staged:1,0.5,2,3", 20, 10)).isEqualTo(0.5);
    assertThat(at("staged:1,0.5,2,3", 29, 10)).isEqualTo(0.5);
    assertThat(at("staged:1,0.5,2,3", 30, 10)).isEqualTo(0.25);
    assertThat(at("staged:1,0.5,2,3", 3000, 10)).isEqualTo(0.25);
  }

  /** Burda et al. 2016, 5: 3^i epochs with a rate of 0.001 * 10^(-i/7), for i = 0 ... 7. */
  @Test
  void theUsualStagesAreThoseOfBurda() {
    int before = 0;
    for (int i = 0; i <= 7; i++) {
      int epochs = (int) Math.pow(3, i);
      double rate = 0.001 * Math.pow(10, -i / 7.0);
      assertThat(at("staged:0.001", before, 1)).isCloseTo(rate, within(1e-15));
      assertThat(at("staged:0.001", before + epochs - 1, 1)).isCloseTo(rate, within(1e-15));
      before += epochs;
    }
    assertThat(before).isEqualTo(3280);
  }

  /** Fu et al. 2019, equation 6 to 7 with R = 0.5: cycles of 5 epochs, half of which grow. */
  @Test
  void aCycleGrowsInItsFirstHalfAndStaysInItsSecond() {
    assertThat(at("cycles:2,4,20", 0, 10)).isZero();
    assertThat(at("cycles:2,4,20", 5, 10)).isCloseTo(0.4, within(1e-15));
    assertThat(at("cycles:2,4,20", 25, 10)).isEqualTo(2);
    assertThat(at("cycles:2,4,20", 49, 10)).isEqualTo(2);
    assertThat(at("cycles:2,4,20", 50, 10)).isZero();
    assertThat(at("cycles:2,4,20", 199, 10)).isEqualTo(2);
    assertThat(at("cycles:2,4,20", 200, 10)).isEqualTo(2);
  }

  @Test
  void aWarmupIsAShareOfWhatFollows() {
    assertThat(at("warmup:2,0.5", 0, 5)).isEqualTo(at("ramp:0.5,2", 0, 5));
    assertThat(at("warmup:2,0.5", 6, 5)).isEqualTo(at("ramp:0.5,2", 6, 5));
    assertThat(at("warmup:0.5,0.8", 0, 4)).isEqualTo(0.4);
    assertThat(at("warmup:0.5,0.8", 1, 4)).isEqualTo(0.8);
    assertThat(at("warmup:1,cosine:0.2,6", 4, 10)).isEqualTo(at("cosine:0.2,6", 4, 10) * 0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.001            |              |     | 0.001
          0.001            | constant     |     | 0.001
          0.001            | cosine       |     | cosine:0.001
          0.001            | cosine:9     | 2   | warmup:2.0,cosine:0.001,9
          1                | ramp:3       | 0   | ramp:1.0,3
          0.1              | staged:0.5,3 | 0.5 | warmup:0.5,staged:0.1,0.5,3
          cosine:0.001,9   |              | 1   | warmup:1.0,cosine:0.001,9
          """)
  void threeTextsAreOneSchedule(String value, String shape, String warmup, String whole) {
    Schedule schedule =
        new ScheduleTexts(value, Optional.ofNullable(shape), Optional.ofNullable(warmup))
            .schedule();
    assertThat(schedule.text()).isEqualTo(whole);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cosine:a            | expected cosine:VALUE[,EPOCHS], found cosine:a
          cosine:1,2,3        | expected cosine:VALUE[,EPOCHS], found cosine:1,2,3
          cosine:1,1.5        | expected cosine:VALUE[,EPOCHS], found cosine:1,1.5
          cosine:1,0          | a cosine's epochs must be positive, was 0
          exponential:1,2     | fraction must be above 0 and at most 1, was 2.0
          staged:1,0.5,3,3    | a staged schedule's epochs must rise from 1 on, was [3, 3]
          staged:1,1.5,3      | factor must be above 0 and at most 1, was 1.5
          cycles:1,0          | a schedule's cycles must be positive, was 0
          warmup:2            | expected warmup:EPOCHS,SCHEDULE, found warmup:2
          warmup:0,0.1        | a warmup's epochs must be positive, was 0.0
          warmup:1,cosin:2    | did you mean cosine?
          ramp:1              | expected ramp:VALUE,EPOCHS, found ramp:1
          """)
  void whatIsNoScheduleIsRefused(String text, String message) {
    assertThatThrownBy(() -> Schedules.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void twoShapesAreRefused() {
    assertThatThrownBy(
            () ->
                new ScheduleTexts("cosine:0.1,5", Optional.of("staged"), Optional.empty())
                    .schedule())
        .hasMessage("cosine:0.1,5 is a schedule of its own; leave it or staged out");
  }
}
