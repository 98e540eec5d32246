/**
 * p(x|z). Start reading at {@link io.github.vaegraph.likelihood.Likelihood}, which turns the
 * decoder's outputs into a distribution.
 *
 * <p>A new likelihood is one new class that implements it and one line in {@link
 * io.github.vaegraph.likelihood.Likelihoods}: the command line, the tests of all likelihoods and
 * the export take it from there.
 */
@NullMarked
package io.github.vaegraph.likelihood;

import org.jspecify.annotations.NullMarked;
