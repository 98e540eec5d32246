/**
 * Files, whatever is in them: how they are written so that nobody ever sees half of one, and how
 * they are read without believing what they say of themselves. Start reading at {@link
 * io.github.vaegraph.io.Unfinished}, which every file of ours is written through, and at {@link
 * io.github.vaegraph.io.Problem}, which words what is wrong with one.
 */
@NullMarked
package io.github.vaegraph.io;

import org.jspecify.annotations.NullMarked;
