/**
 * What is true of images wherever they come from: their shape, their splits, and how they become
 * shuffled batches of bytes. Start reading at {@link io.github.vaegraph.data.Dataset}; {@link
 * io.github.vaegraph.data.Batches} turns a {@link io.github.vaegraph.data.Split} of it into what
 * the training step eats.
 *
 * <p>Everything here is plain Java: no TensorFlow type appears. Pixels are unsigned bytes from end
 * to end; the value v stands for v/255 in [0, 1]. Whatever is drawn is a function of a seed and a
 * position.
 */
@NullMarked
package io.github.vaegraph.data;

import org.jspecify.annotations.NullMarked;
