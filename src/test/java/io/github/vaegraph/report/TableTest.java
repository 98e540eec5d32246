package io.github.vaegraph.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Numbers of a report's tables. */
class TableTest {
  @Test
  void whatIsRoundedToZeroHasNoSign() {
    assertThat(Table.decimals(-0.001, 2)).isEqualTo("0.00");
    assertThat(Table.decimals(-0.4, 0)).isEqualTo("0");
    assertThat(Table.decimals(-0.01, 2)).isEqualTo("-0.01");
    assertThat(Table.decimals(-10, 1)).isEqualTo("-10.0");
  }
}
