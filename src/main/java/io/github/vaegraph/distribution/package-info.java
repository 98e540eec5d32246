/**
 * Probability distributions over operands. Start reading at {@link
 * io.github.vaegraph.distribution.Distribution}; a {@link
 * io.github.vaegraph.distribution.Likelihood} turns the decoder's outputs into one.
 *
 * <p>A new likelihood is one new class that implements {@link
 * io.github.vaegraph.distribution.Likelihood} and one line in {@link
 * io.github.vaegraph.distribution.Likelihoods}: the command line, the tests of all likelihoods and
 * the export take it from there.
 */
@NullMarked
package io.github.vaegraph.distribution;

import org.jspecify.annotations.NullMarked;
