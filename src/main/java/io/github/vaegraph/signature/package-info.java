/**
 * The signatures of a model, and what it is to call them. Start reading at {@link
 * io.github.vaegraph.signature.Signatures}, the one table of them; {@link
 * io.github.vaegraph.signature.Model} is a model in process or on a server. Nothing here loads
 * TensorFlow.
 */
@NullMarked
package io.github.vaegraph.signature;

import org.jspecify.annotations.NullMarked;
