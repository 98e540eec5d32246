/**
 * The lean inference graph, its signatures, and the SavedModel that TensorFlow Serving loads. Start
 * reading at {@link io.github.vaegraph.savedmodel.SavedModelExporter}; {@link
 * io.github.vaegraph.savedmodel.InferenceModel} computes with a model, exported or not.
 */
@NullMarked
package io.github.vaegraph.savedmodel;

import org.jspecify.annotations.NullMarked;
