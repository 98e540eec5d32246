/**
 * What is done with a run, for whoever asks: {@link io.github.vaegraph.job.RunJob} takes one from
 * where it stands to its end, and is made of the parts beside it, which the command line and the
 * Java door use on their own as well.
 */
@NullMarked
package io.github.vaegraph.job;

import org.jspecify.annotations.NullMarked;
