package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.train.TrainingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options that are written down and read again mean what they meant. */
final class RecordedOptionsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--hidden none --activation tanh --latent-dim 3 --objective iwae --train-samples 5",
        "--objective ae --likelihood gaussian --sigma 0.25 --seed -4",
        "--likelihood laplace:learned --dequantize",
        "--hidden 6,5 --likelihood gaussian --sigma learned --beta 1e-7 --kl-warmup 3",
        "--binarization static --towers 3 --clip-norm 0.5 --checkpoint-every 7 --max-rollbacks 0",
        "--learning-rate 1e-12 --epochs 7 --batch-size 9",
        "--data x.csv --data-dir here --shape 4x5x3 --channels 3 --label-column first --test 0",
        "--label-column digit --ignore-columns a,7 --crop centre:5x4 --layout planar --transpose",
        "--on-damaged skip --min-value -1 --arrays x,y",
        "--resize 8x9 --max-value 16 --validation 0.125 --test 60 --data-seed 12345678901",
      })
  void recordsAreReadFromTheirOptions(String given) throws IOException {
    Path file = Path.of("savedmodel/digits/1/assets.extra/config.json");
    RunConfig made = Json.read(file, RunConfig.class);
    List<String> words = new ArrayList<>(List.of("train"));
    words.addAll(given.isEmpty() ? List.of() : List.of(given.split(" ")));
    Arguments arguments = CommandParser.parse(new TrainCommand(), words);
    DataOptions data = DataArguments.read(arguments, "digits");
    ModelConfig model = ModelArguments.read(arguments, made.model().image(), Optional.empty());
    TrainingConfig training = TrainingArguments.read(arguments, model);
    RunConfig config =
        new RunConfig(
            words,
            made.created(),
            made.software(),
            data,
            made.dataset(),
            model,
            training,
            made.wanted(),
            made.outcome());
    Arguments again =
        CommandParser.parse(new TrainCommand(), List.of("train"))
            .over(
                RecordedOptions.of(config)
                    .under(CommandParser.parse(new TrainCommand(), List.of("train"))));
    assertThat(DataArguments.read(again, "mnist")).isEqualTo(data);
    assertThat(ModelArguments.read(again, model.image(), Optional.empty())).isEqualTo(model);
    assertThat(TrainingArguments.read(again, model)).isEqualTo(training);
  }
}
