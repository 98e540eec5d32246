package io.github.vaegraph.source;

import static io.github.vaegraph.source.DataFiles.counting;
import static io.github.vaegraph.source.DataFiles.idxImages;
import static io.github.vaegraph.source.DataFiles.pixels;
import static io.github.vaegraph.source.DataFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.ReadOptions;
import io.github.vaegraph.source.file.Parts;
import io.github.vaegraph.source.file.ReadLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedSetTest {
  @TempDir Path folder = Path.of("");

  @Test
  void aNamedSetsOwnValidationImagesLeaveAllOthersToTraining() throws IOException {
    write(folder.resolve("train-images-idx3-ubyte"), idxImages(24));
    Parts twelfth = NamedSet.idx(folder, ReadOptions.USUAL, ReadLimits.STANDARD, List.of());
    assertThat(twelfth.train().count()).isEqualTo(22);
    assertThat(pixels(twelfth.validation().orElseThrow()))
        .isEqualTo(Arrays.copyOfRange(counting(144), 132, 144));
    write(folder.resolve("val-images-idx3-ubyte"), idxImages(3));
    Parts own = NamedSet.idx(folder, ReadOptions.USUAL, ReadLimits.STANDARD, List.of());
    assertThat(own.train().count()).isEqualTo(24);
    assertThat(own.validation().orElseThrow().count()).isEqualTo(3);
  }
}
