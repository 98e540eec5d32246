/**
 * p(z) and q(z|x). Start reading at {@link io.github.vaegraph.latent.Latents}, which holds both,
 * and {@link io.github.vaegraph.latent.OneLayer}; {@link io.github.vaegraph.latent.Prior} and
 * {@link io.github.vaegraph.latent.Posterior} say what each owes. {@link
 * io.github.vaegraph.latent.Ladder} has several layers.
 *
 * <p>A new prior is one new class that implements {@link io.github.vaegraph.latent.Prior} and one
 * line in {@link io.github.vaegraph.latent.Priors}; a new posterior likewise.
 */
@NullMarked
package io.github.vaegraph.latent;

import org.jspecify.annotations.NullMarked;
