/**
 * Jupyter, whose Java kernels run the notebooks. Start reading at {@link
 * io.github.vaegraph.cli.notebook.KernelSpecs}, which registers this build with them; the command
 * {@code vae notebook} stands above.
 */
@NullMarked
package io.github.vaegraph.cli.notebook;

import org.jspecify.annotations.NullMarked;
