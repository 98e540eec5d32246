package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import org.tensorflow.op.Ops;

/** The importance-weighted bound over K codes (Burda et al. 2016). */
record ImportanceWeighted() implements Objective {
  static final Choice.Option<Objective> OPTION =
      Choice.Option.plain("the importance-weighted bound", new ImportanceWeighted());

  @Override
  public String text() {
    return "iwae";
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, Pressure pressure) {
    return Bound.of(evidence.importanceWeighted(tf));
  }

  @Override
  public boolean weighsRate() {
    return false;
  }

  @Override
  public boolean countsCodes() {
    return true;
  }

  @Override
  public boolean takesPoints() {
    return false;
  }
}
