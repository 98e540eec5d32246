package io.github.vaegraph.cli;

/** {@code vae presets}: the trainings that are known by name. */
final class PresetsCommand extends Command {
  PresetsCommand() {
    super(
        "presets",
        NO_OPERANDS,
        "trainings by name, each with its options, source, time and figures",
        "vae presets");
  }

  @Override
  void run(Arguments arguments, Console console) {
    for (Preset preset : Preset.ALL) {
      console.print(preset.name());
      console.print("  options   " + preset.options());
      console.print("  source    " + preset.source());
      console.print("  time      %s on two cores".formatted(preset.time()));
      console.print("  expected  " + preset.expected());
    }
    console.print("");
    console.print("vae train --preset NAME trains one; options beside it come before its own");
  }
}
