/**
 * What is maximized: one lower bound of log p(x) an image, from log-densities. Start reading at
 * {@link io.github.vaegraph.objective.Objective}.
 */
@NullMarked
package io.github.vaegraph.objective;

import org.jspecify.annotations.NullMarked;
