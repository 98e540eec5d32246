/**
 * What comes of a trained model: its pictures, its curves, its export. The command line and {@link
 * io.github.vaegraph.Vae} share what is here. Start reading at {@link
 * io.github.vaegraph.artifact.ModelPictures}.
 */
@NullMarked
package io.github.vaegraph.artifact;

import org.jspecify.annotations.NullMarked;
