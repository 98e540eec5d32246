/**
 * What TensorFlow Serving demands of a SavedModel, tested on any exported folder, ours or another
 * program's. Start reading at {@link io.github.vaegraph.contract.ModelCheck}; the rules are those
 * of {@link io.github.vaegraph.contract.Rule}.
 */
@NullMarked
package io.github.vaegraph.contract;

import org.jspecify.annotations.NullMarked;
