/**
 * Calls an exported model on a TensorFlow Serving server, over REST or gRPC. Start reading at
 * {@link io.github.vaegraph.client.ServingClient}. Nothing here loads TensorFlow.
 */
@NullMarked
package io.github.vaegraph.client;

import org.jspecify.annotations.NullMarked;
