/**
 * Pictures and folders of them. Start reading at {@link
 * io.github.vaegraph.source.picture.PictureFolder}; {@link
 * io.github.vaegraph.source.picture.SplitFolders} decides which folders are splits, and which
 * classes.
 */
@NullMarked
package io.github.vaegraph.source.picture;

import org.jspecify.annotations.NullMarked;
