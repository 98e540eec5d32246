package io.github.vaegraph.cli;

import io.github.vaegraph.choice.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What other programs call our options. */
final class OptionSynonyms {
  /** By the other name, without hyphens and underscores: ours, the likeliest first. */
  private static final Map<String, List<String>> TABLE =
      Map.ofEntries(
          Map.entry("lr", List.of("learning-rate")),
          Map.entry("rate", List.of("learning-rate")),
          Map.entry("latent", List.of("latent-dim")),
          Map.entry("latents", List.of("latent-dim")),
          Map.entry("latentsize", List.of("latent-dim")),
          Map.entry("z", List.of("latent-dim")),
          Map.entry("zdim", List.of("latent-dim")),
          Map.entry("dim", List.of("latent-dim")),
          Map.entry("ndim", List.of("latent-dim")),
          Map.entry("embeddingdim", List.of("latent-dim")),
          Map.entry("hiddendims", List.of("hidden")),
          Map.entry("hiddendim", List.of("hidden")),
          Map.entry("hiddenunits", List.of("hidden")),
          Map.entry("units", List.of("hidden")),
          Map.entry("layers", List.of("hidden")),
          Map.entry("batch", List.of("batch-size")),
          Map.entry("bs", List.of("batch-size")),
          Map.entry("e", List.of("epochs")),
          Map.entry("iterations", List.of("epochs")),
          Map.entry("outdir", List.of("out", "runs")),
          Map.entry("o", List.of("out", "runs")),
          Map.entry("out", List.of("runs", "run")),
          Map.entry("run", List.of("runs")),
          Map.entry("save", List.of("out")),
          Map.entry("dest", List.of("out")),
          Map.entry("logdir", List.of("run")),
          Map.entry("rundir", List.of("run")),
          Map.entry("checkpointdir", List.of("run")),
          Map.entry("dataset", List.of("data")),
          Map.entry("datapath", List.of("data")),
          Map.entry("input", List.of("data", "codes")),
          Map.entry("images", List.of("data")),
          Map.entry("d", List.of("data")),
          Map.entry("imagesize", List.of("resize", "shape")),
          Map.entry("size", List.of("resize", "shape")),
          Map.entry("loss", List.of("likelihood")),
          Map.entry("decoder", List.of("likelihood")),
          Map.entry("klweight", List.of("beta")),
          Map.entry("warmup", List.of("kl-warmup")),
          Map.entry("anneal", List.of("kl-warmup")),
          Map.entry("arch", List.of("network")),
          Map.entry("architecture", List.of("network")),
          Map.entry("k", List.of("samples", "train-samples")),
          Map.entry("numsamples", List.of("count", "samples")),
          Map.entry("n", List.of("count")),
          Map.entry("num", List.of("count")),
          Map.entry("temp", List.of("temperature")),
          Map.entry("randomseed", List.of("seed")),
          Map.entry("randomstate", List.of("seed")),
          Map.entry("gradclip", List.of("clip-norm")),
          Map.entry("clip", List.of("clip-norm")),
          Map.entry("port", List.of("url", "grpc")),
          Map.entry("server", List.of("url")),
          Map.entry("host", List.of("url")));

  private OptionSynonyms() {}

  /**
   * {@code ", did you mean --learning-rate?"}: by the table, else by the spelling; empty where
   * nothing is near.
   *
   * @param unknown with its hyphens
   */
  static String suggestion(String unknown, Options options) {
    String word = unknown.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    Optional<String> synonym =
        TABLE.getOrDefault(word, List.of()).stream().filter(options::hasLongOption).findFirst();
    Stream<String> known = options.getOptions().stream().map(OptionSynonyms::shown);
    return synonym
        .map(name -> ", did you mean --" + name + "?")
        .orElseGet(() -> Suggestion.of(unknown, known));
  }

  private static String shown(Option option) {
    return "--" + option.getLongOpt();
  }
}
