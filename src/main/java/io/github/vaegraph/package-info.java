/**
 * The door for notebooks and applications: {@link io.github.vaegraph.Vae} trains a variational
 * autoencoder in a few lines and hands over pictures, figures and an exported model.
 *
 * <pre>{@code
 * var data = Datasets.open("mnist");
 * try (Vae vae = Vae.builder(data).latentDim(16).hidden(400).build()) {
 *   History history = vae.fit(10);
 *   System.out.println(vae.evaluate(data.test(), 100));
 *   vae.export(Path.of("savedmodel", "mnist"));
 * }
 * }</pre>
 *
 * {@link io.github.vaegraph.Vae#resume} goes on with a training of an earlier program, where that
 * kept a run.
 *
 * <p>Beside what is in this package, its methods take and return {@link
 * io.github.vaegraph.data.Dataset} and its parts, {@link io.github.vaegraph.evaluate.Evaluation},
 * {@link io.github.vaegraph.train.EpochMetrics} and {@link java.awt.image.BufferedImage}. A model
 * on a server is a {@link io.github.vaegraph.client.ServingClient}, which is a {@link
 * io.github.vaegraph.signature.Model} as one in this process is, and which {@link
 * io.github.vaegraph.VaeModel#of} takes. Other packages are internal, public where Java asks for it
 * alone.
 */
@NullMarked
package io.github.vaegraph;

import org.jspecify.annotations.NullMarked;
