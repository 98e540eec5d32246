/**
 * What a run has come to, as one HTML page that needs no network: figures with their protocol,
 * curves, pictures, configuration; several runs side by side. Start reading at {@link
 * io.github.vaegraph.report.Report}; {@code report.mustache} among the resources is the page's text
 * and look.
 */
@NullMarked
package io.github.vaegraph.report;

import org.jspecify.annotations.NullMarked;
