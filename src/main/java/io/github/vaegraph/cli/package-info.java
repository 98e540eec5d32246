/**
 * The command line: one class a subcommand over Commons CLI. Start reading at {@link
 * io.github.vaegraph.cli.Main}; {@link io.github.vaegraph.cli.TrainCommand} is the main job.
 */
@NullMarked
package io.github.vaegraph.cli;

import org.jspecify.annotations.NullMarked;
