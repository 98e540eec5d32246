/**
 * The networks of a variational autoencoder. Start reading at {@link
 * io.github.vaegraph.network.Encoder}: images to a posterior; a {@link
 * io.github.vaegraph.network.Decoder} leads from codes back to a distribution over images.
 */
@NullMarked
package io.github.vaegraph.network;

import org.jspecify.annotations.NullMarked;
