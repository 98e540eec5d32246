/**
 * Probability distributions over operands. Start reading at {@link
 * io.github.vaegraph.distribution.Distribution}.
 */
@NullMarked
package io.github.vaegraph.distribution;

import org.jspecify.annotations.NullMarked;
