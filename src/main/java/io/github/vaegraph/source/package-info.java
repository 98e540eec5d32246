/**
 * Where images come from. Start reading at {@link io.github.vaegraph.source.Datasets}, which opens
 * a {@link io.github.vaegraph.data.Dataset} by name or path: the drawn digits and sprites, a {@link
 * io.github.vaegraph.source.NamedSet} that is downloaded once, or files of the user's own, told
 * apart by {@link io.github.vaegraph.source.PathReader}. {@link io.github.vaegraph.source.Splitter}
 * decides which images train, validate and test.
 */
@NullMarked
package io.github.vaegraph.source;

import org.jspecify.annotations.NullMarked;
