package io.github.vaegraph.likelihood;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.data.ImageShape;
import io.github.vaegraph.distribution.Bernoulli;
import io.github.vaegraph.graph.Parameters;
import org.tensorflow.op.Ops;

/** Binary pixels: the decoder's outputs are logits. */
record BernoulliLikelihood() implements Likelihood {
  static final Choice.Option<Likelihood> OPTION =
      Choice.Option.plain("binary pixels from logits", new BernoulliLikelihood());

  /** Means are kept this far from 0 and 1, where the logit is infinite. */
  private static final float MARGIN = 1e-3f;

  @Override
  public String text() {
    return "bernoulli";
  }

  @Override
  public int outputsPerValue(ImageShape image) {
    return 1;
  }

  @Override
  public Support support() {
    return Support.BINARY;
  }

  @Override
  public Head head(Ops tf, Parameters parameters, ImageShape image) {
    return (ops, outputs) -> new Bernoulli(outputs);
  }

  @Override
  public float[] initialOutputs(ImageShape image, float[] mean) {
    float[] logits = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      double p = Math.min(Math.max(mean[i], MARGIN), 1 - MARGIN);
      logits[i] = (float) Math.log(p / (1 - p));
    }
    return logits;
  }
}
