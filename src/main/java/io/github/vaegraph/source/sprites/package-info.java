/**
 * Shapes whose factors are known and that need no download: drawn, one for each combination of the
 * factors' values. Start reading at {@link io.github.vaegraph.source.sprites.DrawnSprites}, which
 * puts each {@link io.github.vaegraph.source.sprites.Shape} everywhere.
 */
@NullMarked
package io.github.vaegraph.source.sprites;

import org.jspecify.annotations.NullMarked;
