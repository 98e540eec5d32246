/**
 * The training loop and its checkpoints. Start reading at {@link io.github.vaegraph.train.Trainer}.
 */
@NullMarked
package io.github.vaegraph.train;

import org.jspecify.annotations.NullMarked;
