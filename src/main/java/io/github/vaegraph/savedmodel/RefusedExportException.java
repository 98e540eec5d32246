package io.github.vaegraph.savedmodel;

import java.io.IOException;

/** An export that was written, is not what it should be, and was not published. */
public final class RefusedExportException extends IOException {
  private static final long serialVersionUID = 1;

  RefusedExportException(String why) {
    super(
        why
            + "; nothing was published, and another try would end the same; if vae evaluate gives"
            + " numbers, please report it, with the run's config.json");
  }
}
