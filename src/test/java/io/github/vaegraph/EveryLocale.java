package io.github.vaegraph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** An application whose locale has digits of its own: one for each kind of digits. */
final class EveryLocale {
  static final List<String> TAGS = List.of("en-US", "ar-EG", "fa-IR", "bn-BD", "ne-NP", "my-MM");

  private EveryLocale() {}

  public static void main(String[] args) throws IOException {
    for (String tag : TAGS) {
      Locale locale = Locale.forLanguageTag(tag);
      Locale.setDefault(locale);
      train(Path.of(args[0]).resolve(tag));
      if (!Locale.getDefault().equals(locale)) {
        throw new IllegalStateException("the locale is " + Locale.getDefault());
      }
    }
  }

  private static void train(Path folder) throws IOException {
    float[][] images = TinyImages.data().test().values(0, 3);
    try (Vae vae =
        TinyImages.builder().towers(2).run(folder.resolve("run")).tensorBoard().build()) {
      vae.fit(1);
      vae.evaluate(TinyImages.data().test(), 2);
      vae.export(folder.resolve("models").resolve("tiny"));
      vae.encode(images);
    }
    try (Vae resumed = Vae.resume(folder.resolve("run"), TinyImages.data(), line -> {})) {
      resumed.fit(1);
    }
    try (VaeModel loaded = VaeModel.load(folder.resolve("models").resolve("tiny"))) {
      loaded.logLikelihood(images);
    }
  }
}
