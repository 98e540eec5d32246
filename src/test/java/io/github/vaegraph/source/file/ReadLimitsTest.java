package io.github.vaegraph.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReadLimitsTest {
  @ParameterizedTest
  @CsvSource({"256, 64", "4095, 1023", "4096, 1024", "65536, 1024"})
  void aQuarterOfTheHeapHoldsAFileAndNeverMoreThanAGibibyte(long heap, long held) {
    assertThat(ReadLimits.ofHeap(heap << 20).inMemory() >> 20).isEqualTo(held);
  }
}
