package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.choice.Named;
import java.util.List;

/** How the gradient of a bound by the parameters of q(z|x) is estimated from the codes drawn. */
enum Estimator implements Named {
  /** The bound's own derivative. */
  PLAIN("the bound's own derivative"),

  /** log q(z|x) through the codes alone, "sticking the landing" (Roeder et al. 2017). */
  STL("log q through the codes alone, Roeder et al. 2017"),

  /** Doubly reparameterized (Tucker et al. 2019). */
  DREG("doubly reparameterized, Tucker et al. 2019");

  /** What stands for one in help texts. */
  static final String ARGUMENT = "ESTIMATOR";

  static final Choice<Estimator> CHOICE =
      Choice.of(
          "estimator",
          List.of(values()).stream().map(e -> Choice.Option.plain(e.says, e)).toList());

  private final String says;

  Estimator(String says) {
    this.says = says;
  }

  @Override
  public String text() {
    return switch (this) {
      case PLAIN -> "plain";
      case STL -> "stl";
      case DREG -> "dreg";
    };
  }

  /** What follows an objective's name where this is not the usual one. */
  String suffix() {
    return this == PLAIN ? "" : ":" + text();
  }
}
