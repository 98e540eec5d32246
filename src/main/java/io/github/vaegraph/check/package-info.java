/**
 * What TensorFlow Serving demands of a SavedModel, tested on any exported folder, ours or another
 * program's. Start reading at {@link io.github.vaegraph.check.ModelCheck}; the rules are those of
 * {@link io.github.vaegraph.check.Rule}.
 */
@NullMarked
package io.github.vaegraph.check;

import org.jspecify.annotations.NullMarked;
