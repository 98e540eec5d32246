package io.github.vaegraph.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RetriesTest {
  private final List<Long> waits = new ArrayList<>();
  private final Retries retries = new Retries(8, Duration.ofSeconds(30), waits::add);
  private int attempts;

  private String busyUntil(int success, Optional<Duration> retryAfter) throws IOException {
    return retries.call(
        time -> {
          if (++attempts < success) {
            throw new Busy("busy", retryAfter);
          }
          return "done";
        });
  }

  @Test
  void firstSuccessIsNotWaitedFor() throws IOException {
    assertThat(busyUntil(1, Optional.empty())).isEqualTo("done");
    assertThat(waits).isEmpty();
  }

  @Test
  void pausesDoubleUpToTenSecondsLessAtMostHalf() throws IOException {
    busyUntil(9, Optional.empty());
    long[] longest = {200, 400, 800, 1600, 3200, 6400, 10_000, 10_000};
    assertThat(waits).hasSize(longest.length);
    for (int i = 0; i < longest.length; i++) {
      assertThat(waits.get(i)).isBetween(longest[i] / 2, longest[i]);
    }
  }

  @Test
  void waitsAsLongAsTheServerAsksFor() throws IOException {
    busyUntil(3, Optional.of(Duration.ofSeconds(7)));
    assertThat(waits).containsExactly(7000L, 7000L);
  }

  @Test
  void givesUpAtOnceWhereTheServerAsksForTooLong() {
    assertThatThrownBy(() -> busyUntil(3, Optional.of(Duration.ofSeconds(31))))
        .isInstanceOf(IOException.class)
        .hasMessage("busy; it asks to come back in 31 s");
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void tellsHowOftenItTried() {
    assertThatThrownBy(() -> busyUntil(99, Optional.empty())).hasMessage("busy (9 attempts)");
    assertThat(attempts).isEqualTo(9);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    assertThatThrownBy(
            () ->
                retries.call(
                    time -> {
                      attempts++;
                      throw new IOException("broken");
                    }))
        .hasMessage("broken");
    assertThat(attempts).isEqualTo(1);
  }

  /** Time that goes on when somebody waits. */
  private static final class Clock implements Retries.Sleeper {
    private long now;

    @Override
    public void sleep(long millis) {
      now += millis;
    }

    @Override
    public long now() {
      return now;
    }
  }

  /** Attempts of 600 ms and pauses of 500 ms, where 3 attempts of 1 s are allowed: 3 s together. */
  @Test
  void attemptsAndPausesTogetherTakeNoLongerThanTheAttemptsMay() {
    List<Long> given = new ArrayList<>();
    Clock clock = new Clock();
    Retries.Attempt<String> late =
        time -> {
          given.add(time.toMillis());
          clock.sleep(600);
          throw new Busy("busy", Optional.of(Duration.ofMillis(500)));
        };
    assertThatThrownBy(() -> new Retries(2, Duration.ofSeconds(1), clock).call(late))
        .hasMessage("busy (3 attempts)");
    assertThat(given).containsExactly(1000L, 1000L, 800L);
    assertThat(clock.now()).isLessThanOrEqualTo(3000);
    given.clear();
    Retries.Attempt<String> slow =
        time -> {
          given.add(time.toMillis());
          clock.sleep(1000);
          throw new Busy("busy", Optional.of(Duration.ofSeconds(1)));
        };
    assertThatThrownBy(() -> new Retries(2, Duration.ofSeconds(1), clock).call(slow))
        .hasMessage("busy (2 attempts)");
  }

  @Test
  void interruptionEndsTheWaitAndIsKept() {
    Retries interrupted =
        new Retries(
            1,
            Duration.ofSeconds(1),
            millis -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(
            () ->
                interrupted.call(
                    time -> {
                      throw new Busy("busy", Optional.empty());
                    }))
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
