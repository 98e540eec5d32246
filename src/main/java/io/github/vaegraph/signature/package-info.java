/**
 * The signatures of a model, said once: what each takes and returns. Start reading at {@link
 * io.github.vaegraph.signature.SignatureSpec}. Nothing here loads TensorFlow.
 */
@NullMarked
package io.github.vaegraph.signature;

import org.jspecify.annotations.NullMarked;
