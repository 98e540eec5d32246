/**
 * What can be named, with arguments, on the command line and in files. Start reading at {@link
 * io.github.vaegraph.choice.Choice}.
 */
@NullMarked
package io.github.vaegraph.choice;

import org.jspecify.annotations.NullMarked;
