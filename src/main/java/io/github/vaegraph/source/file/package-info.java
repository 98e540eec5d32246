/**
 * Images out of files of arrays and tables: IDX, CSV, NPY, NPZ and amat. Every reader hands over
 * {@link io.github.vaegraph.source.file.Parts}, the images as the files tell them apart.
 *
 * <p>No file is believed: a header's counts are held against the bytes that are there, and memory
 * grows with what was read.
 */
@NullMarked
package io.github.vaegraph.source.file;

import org.jspecify.annotations.NullMarked;
