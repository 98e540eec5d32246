package io.github.vaegraph.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tensorflow.serving.PredictionLogOuterClass.ClassifyLog;
import tensorflow.serving.PredictionLogOuterClass.PredictionLog;

final class WarmUpTest {
  @TempDir Path folder = Path.of("");

  private Finding replayed(byte[] record) throws IOException {
    Path file = folder.resolve(WarmUp.FILE);
    Files.createDirectories(file.resolveSibling(""));
    Files.write(file, TfRecords.of(List.of(record)));
    try (LoadedModel model = LoadedModel.load(Path.of("savedmodel/digits/1"))) {
      return new RunRules(model, Map.of()).warmUp(folder);
    }
  }

  /** A server replays requests to its Classify, Regress and other APIs too. */
  @Test
  void requestsToOtherApisAreNoFault() throws IOException {
    PredictionLog log =
        PredictionLog.newBuilder().setClassifyLog(ClassifyLog.getDefaultInstance()).build();
    Finding finding = replayed(log.toByteArray());
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.UNTESTED);
    assertThat(finding.details())
        .containsExactly("record 1, CLASSIFY_LOG: only predict requests are replayed");
  }

  @Test
  void recordsWithoutARequestAre() throws IOException {
    Finding finding = replayed(new byte[0]);
    assertThat(finding.verdict()).isEqualTo(Finding.Verdict.BROKEN);
    assertThat(finding.details())
        .containsExactly("tf_serving_warmup_requests, record 1: expected a request, found none");
  }
}
