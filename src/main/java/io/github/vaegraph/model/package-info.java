/**
 * The whole graph put together, and the one class that feeds and fetches it. Start reading at
 * {@link io.github.vaegraph.model.VaeGraph}; {@link io.github.vaegraph.model.VaeSession} runs it.
 */
@NullMarked
package io.github.vaegraph.model;

import org.jspecify.annotations.NullMarked;
