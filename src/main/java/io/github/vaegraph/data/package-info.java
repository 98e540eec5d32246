/**
 * Pictures in: from drawn digits, IDX, amat, CSV and NPY files and folders of pictures, to shuffled
 * batches of bytes. Start reading at {@link io.github.vaegraph.data.Datasets}, which opens a {@link
 * io.github.vaegraph.data.Dataset} by name or path; {@link io.github.vaegraph.data.Batches} turns a
 * {@link io.github.vaegraph.data.Split} of it into what the training step eats.
 *
 * <p>Everything here is plain Java: no TensorFlow type appears. Pixels are unsigned bytes from end
 * to end; the value v stands for v/255 in [0, 1].
 */
@NullMarked
package io.github.vaegraph.data;

import org.jspecify.annotations.NullMarked;
