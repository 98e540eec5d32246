/**
 * Tables for other programs, as CSV and as NumPy's NPY: codes, scores and images, written by the
 * commands; and codes read again. Start reading at {@link io.github.vaegraph.table.CodesWriter}.
 */
@NullMarked
package io.github.vaegraph.table;

import org.jspecify.annotations.NullMarked;
