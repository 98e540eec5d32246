/**
 * What encoder and decoder are built of. Start reading at {@link
 * io.github.vaegraph.network.Architecture} and {@link io.github.vaegraph.network.Mlp}; what their
 * outputs mean is said elsewhere: q(z|x) in {@code latent}, p(x|z) in {@code likelihood}. {@link
 * io.github.vaegraph.network.Levels} are the networks of several stochastic layers.
 */
@NullMarked
package io.github.vaegraph.network;

import org.jspecify.annotations.NullMarked;
