package io.github.vaegraph.objective;

import io.github.vaegraph.choice.Choice;
import io.github.vaegraph.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * E_q[log p(x|z)] - beta |KL(q(z|x) || p(z)) - C|, with C growing evenly from 0 (Burgess et al.
 * 2018, equation 8, where beta is gamma), so that codes tell about C nats. The KL is the batch's
 * mean.
 *
 * @param nats where C stays
 * @param epochs how long C grows; empty: as long as training goes
 */
record Capacity(double nats, Optional<Integer> epochs) implements Objective {
  private static final String FORM = "NATS[,EPOCHS]";
  static final Choice.Option<Objective> OPTION =
      new Choice.Option<>(
          "capacity",
          FORM,
          "E_q[log p(x|z)] - beta * |rate - C|, C growing from 0 to NATS in all epochs or in so"
              + " many",
          List.of("capacity:25.0", "capacity:2.0,1"),
          Capacity::read);

  private static Capacity read(String text) {
    String[] words = text.split(",", -1);
    String form = "capacity:" + FORM;
    double nats = Nats.read(form, words[0]);
    if (words.length == 1) {
      return new Capacity(nats, Optional.empty());
    }
    if (words.length > 2 || !words[1].matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "objective %s: expected EPOCHS from 1 on, found capacity:%s".formatted(form, text));
    }
    return new Capacity(nats, Optional.of(Integer.parseInt(words[1])));
  }

  @Override
  public String text() {
    return "capacity:" + nats + epochs.map(n -> "," + n).orElse("");
  }

  @Override
  public Bound bound(Ops tf, Evidence evidence, BatchRows rows, Pressure pressure) {
    Operand<TFloat32> rate = rows.mean(tf, evidence.rate(tf).orElseThrow());
    Operand<TFloat32> off = tf.math.abs(tf.math.sub(rate, pressure.capacity()));
    Operand<TFloat32> likelihood = Layers.meanFirst(tf, evidence.likelihood());
    return Bound.of(tf.math.sub(likelihood, tf.math.mul(pressure.weight(), off)));
  }

  @Override
  public double of(double distortion, double rate, double weight, double capacity) {
    return -distortion - weight * Math.abs(rate - capacity);
  }

  @Override
  public Optional<String> advice(double weight) {
    return weight <= 1
        ? Optional.of(
            "beta(%s) under objective %s holds no rate at C: nats below it gain what they cost in the"
                    .formatted(weight, text())
                + " ELBO at most; try beta(100)")
        : Optional.empty();
  }

  @Override
  public double capacity(double after) {
    int all =
        epochs.orElseThrow(
            () ->
                new IllegalStateException(
                    text() + ": expected how many epochs it takes, found none"));
    return nats * Math.min(1, after / all);
  }

  @Override
  public Objective lasting(int all) {
    return new Capacity(nats, Optional.of(epochs.orElse(all)));
  }

  @Override
  public Objective unfixed(int all) {
    return new Capacity(nats, epochs.filter(n -> n != all));
  }
}
