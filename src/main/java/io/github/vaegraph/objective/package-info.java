/**
 * What is maximized: one bound for the whole batch, from log-densities. Start reading at {@link
 * io.github.vaegraph.objective.Objective}; {@link io.github.vaegraph.objective.Evidence} is what it
 * has to go by.
 */
@NullMarked
package io.github.vaegraph.objective;

import org.jspecify.annotations.NullMarked;
