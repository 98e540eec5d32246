/**
 * Digits that need no download: drawn, each a function of the seed and its number. Start reading at
 * {@link io.github.vaegraph.source.digits.DrawnDigits}, which moves a pen along {@link
 * io.github.vaegraph.source.digits.DigitForms}.
 */
@NullMarked
package io.github.vaegraph.source.digits;

import org.jspecify.annotations.NullMarked;
