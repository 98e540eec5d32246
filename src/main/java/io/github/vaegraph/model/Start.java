package io.github.vaegraph.model;

import io.github.vaegraph.latent.Examples;

/**
 * What of the training images a model starts at; unused by restored variables.
 *
 * @param mean [D] their mean, where the decoder starts
 * @param examples some of them, which a prior may start at
 */
@SuppressWarnings("ArrayRecordComponent") // read once
public record Start(float[] mean, Examples examples) {
  /** Where the mean is all that is known of them. */
  public Start(float[] mean) {
    this(mean, Examples.all(mean));
  }
}
