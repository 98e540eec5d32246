package io.github.vaegraph.model;

import io.github.vaegraph.data.Batch;

/**
 * What one training step is a function of, beside the weights and Adam's memory.
 *
 * @param batch at most as many images as the graph was built for
 * @param noiseSeed what the noise is drawn from
 * @param counter tells steps apart under one seed
 * @param learningRate Adam's step size
 * @param beta the rate's weight
 * @param capacity C, the rate that is aimed at, in nats; 0 where none is
 */
public record Step(
    Batch batch, long noiseSeed, long counter, float learningRate, float beta, float capacity) {
  /** A step that aims at no rate. */
  public Step(Batch batch, long noiseSeed, long counter, float learningRate, float beta) {
    this(batch, noiseSeed, counter, learningRate, beta, 0);
  }
}
