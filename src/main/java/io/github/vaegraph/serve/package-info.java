/**
 * The lean inference graph, its signatures, and the SavedModel that TensorFlow Serving loads. Start
 * reading at {@link io.github.vaegraph.serve.SavedModelExporter}; {@link
 * io.github.vaegraph.serve.InferenceModel} computes with a model, exported or not.
 */
@NullMarked
package io.github.vaegraph.serve;

import org.jspecify.annotations.NullMarked;
