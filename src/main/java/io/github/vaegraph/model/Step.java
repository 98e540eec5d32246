package io.github.vaegraph.model;

import io.github.vaegraph.data.Batch;

/**
 * What one training step is a function of, beside the weights and Adam's memory.
 *
 * @param batch at most as many images as the graph was built for
 * @param noiseSeed what the noise is drawn from
 * @param counter tells steps apart under one seed
 * @param learningRate Adam's step size
 * @param beta the rate's weight in the ELBO
 */
public record Step(Batch batch, long noiseSeed, long counter, float learningRate, float beta) {}
