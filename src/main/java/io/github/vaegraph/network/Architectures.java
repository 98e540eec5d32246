package io.github.vaegraph.network;

import io.github.vaegraph.choice.Choice;
import java.util.List;

/** The networks by name: the one place where they are registered. */
public final class Architectures {
  /** A line each. */
  public static final Choice<Architecture> CHOICE =
      Choice.of("network", List.of(Mlp.OPTION, Conv.OPTION, Resnet.OPTION, ConvLadder.OPTION));

  private Architectures() {}
}
