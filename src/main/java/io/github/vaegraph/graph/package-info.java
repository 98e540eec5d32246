/**
 * The small vocabulary the model is written in: trainable variables with dotted names, layers,
 * reductions, seeded noise and the Adam whose rate is fed. Start reading at {@link
 * io.github.vaegraph.graph.Layers}; {@link io.github.vaegraph.graph.Parameters} holds what a layer
 * learns.
 */
@NullMarked
package io.github.vaegraph.graph;

import org.jspecify.annotations.NullMarked;
