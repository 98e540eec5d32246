package io.github.vaegraph.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

final class EventFileTest {
  @TempDir Path folder = Path.of("");

  /** What the file holds, without the line that names the format. */
  private List<Summary.Value> values() throws IOException {
    return TestEvents.read(folder).stream()
        .filter(Event::hasSummary)
        .map(event -> event.getSummary().getValue(0))
        .toList();
  }

  @Test
  void whatIsWrittenIsInTheFileWithItsTagAndStep() throws IOException {
    try (EventFile file = new EventFile(folder, 1)) {
      file.scalar("loss", 7, 0.1);
      file.histogram("weights", 7, new float[] {1, 2, 2});
      file.image("picture", 7, 1, 2, new byte[] {1, 2, 3, 4, 5, 6});
      file.text("settings", 7, "# größer");
    }
    assertThat(values())
        .extracting(Summary.Value::getTag)
        .containsExactly("loss", "weights", "picture/image", "settings");
    assertThat(TestEvents.read(folder))
        .filteredOn(Event::hasSummary)
        .allMatch(event -> event.getStep() == 7);
    assertThat(values().get(0).getSimpleValue()).isEqualTo(0.1f);
    assertThat(values().get(1).getHisto().getNum()).isEqualTo(3);
    assertThat(values().get(1).getHisto().getSum()).isEqualTo(5);
    assertThat(values().get(2).getImage().getWidth()).isEqualTo(2);
    assertThat(values().get(2).getImage().getHeight()).isEqualTo(1);
    assertThat(values().get(3).getTensor().getStringVal(0).toStringUtf8()).isEqualTo("# größer");
    assertThat(values().get(3).getMetadata().getPluginData().getPluginName()).isEqualTo("text");
  }

  @Test
  void valuesThatAreNoNumbersAreLeftOutOfAHistogram() throws IOException {
    try (EventFile file = new EventFile(folder, 1)) {
      file.histogram("weights", 1, new float[] {1, Float.NaN, Float.POSITIVE_INFINITY, 3});
    }
    assertThat(values().get(0).getHisto().getNum()).isEqualTo(2);
    assertThat(values().get(0).getHisto().getMax()).isEqualTo(3);
  }

  @Test
  void anotherFileLeavesTheFirstAndTellsWhereItGoesOn() throws IOException {
    try (EventFile file = new EventFile(folder, 1)) {
      file.scalar("loss", 1, 5);
    }
    try (EventFile file = new EventFile(folder, 11)) {
      file.scalar("loss", 11, 4);
    }
    assertThat(values()).extracting(Summary.Value::getSimpleValue).containsExactly(5f, 4f);
    assertThat(TestEvents.read(folder))
        .filteredOn(Event::hasSessionLog)
        .allMatch(e -> e.getSessionLog().getStatus() == SessionLog.SessionStatus.START)
        .extracting(Event::getStep)
        .containsExactly(1L, 11L);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> new EventFile(file.resolve("below"), 1).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("below: cannot be written");
  }

  @Test
  void aClosedFileTakesNothing() throws IOException {
    EventFile file = new EventFile(folder, 1);
    file.close();
    file.close();
    assertThatIllegalStateException().isThrownBy(() -> file.scalar("loss", 1, 1));
    assertThatIllegalStateException().isThrownBy(file::flush);
  }
}
