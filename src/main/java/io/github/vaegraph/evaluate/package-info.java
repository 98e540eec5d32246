/**
 * Exact weighted means over a split: negative ELBO, rate, distortion, log-likelihood, active units.
 * Start reading at {@link io.github.vaegraph.evaluate.Evaluator}.
 */
@NullMarked
package io.github.vaegraph.evaluate;

import org.jspecify.annotations.NullMarked;
