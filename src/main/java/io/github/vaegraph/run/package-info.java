/**
 * One run's folder: configuration, log, checkpoints, results. Start reading at {@link
 * io.github.vaegraph.run.RunDirectory}.
 */
@NullMarked
package io.github.vaegraph.run;

import org.jspecify.annotations.NullMarked;
