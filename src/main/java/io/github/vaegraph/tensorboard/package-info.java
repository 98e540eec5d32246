/**
 * How a training goes, for those who watch it in TensorBoard. Start reading at {@link
 * io.github.vaegraph.tensorboard.TensorBoard}.
 */
@NullMarked
package io.github.vaegraph.tensorboard;

import org.jspecify.annotations.NullMarked;
