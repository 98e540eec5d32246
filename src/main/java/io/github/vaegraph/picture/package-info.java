/**
 * Pictures for people: what a model has learnt, at a glance. Start reading at {@link
 * io.github.vaegraph.picture.ImageGrid}, which tiles images; {@link
 * io.github.vaegraph.picture.Curves} draws the training history, {@link
 * io.github.vaegraph.picture.LatentMap} two-dimensional codes, and {@link
 * io.github.vaegraph.picture.Pictures} saves any of them.
 *
 * <p>Everything is drawn into a {@link java.awt.image.BufferedImage}; nothing opens a window, so
 * the JVM runs headless unless told otherwise. Colours are the palette of Okabe and Ito, which the
 * colour-blind tell apart.
 */
@NullMarked
package io.github.vaegraph.picture;

import org.jspecify.annotations.NullMarked;
