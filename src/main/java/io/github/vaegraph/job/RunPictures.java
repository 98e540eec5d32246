package io.github.vaegraph.job;

import io.github.vaegraph.artifact.CodeCharts;
import io.github.vaegraph.artifact.ModelPictures;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.Curves;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.report.TrainingCurves;
import io.github.vaegraph.run.HeldModel;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Model;
import io.github.vaegraph.train.EpochMetrics;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The pictures of a finished run. */
final class RunPictures {
  private static final int SAMPLES = 64;
  private static final int RECONSTRUCTIONS = 30;
  private static final int MANIFOLD_SIDE = 20;

  private static final int COLUMNS = 8;
  private static final int MOST_CLASSES = 40;

  private RunPictures() {}

  /** A conditional model's show each class. */
  private static BufferedImage samples(Model model, Optional<Classes> classes, String title)
      throws IOException {
    if (classes.isEmpty()) {
      return new ModelPictures(model).samples(SAMPLES, 0, title);
    }
    long[] rows = Arrays.stream(classes.get().shown()).limit(MOST_CLASSES).toArray();
    return new ModelPictures(model).classes(classes.get(), rows, COLUMNS, 0, title);
  }

  /** A conditional model's is drawn under the class that most training images are of. */
  private static BufferedImage manifold(Model model, Optional<Classes> classes, String about)
      throws IOException {
    if (classes.isEmpty()) {
      return new ModelPictures(model).manifold(MANIFOLD_SIDE, about);
    }
    int most = classes.get().mostFrequent();
    return new ModelPictures(model.given(most))
        .manifold(MANIFOLD_SIDE, about + " · class " + classes.get().names().get(most));
  }

  /**
   * Draws what there is to draw into the run's folder.
   *
   * @param held the run's model
   * @param warnings told of what cannot be drawn here
   */
  static void draw(RunDirectory run, HeldModel held, Dataset data, Consumer<String> warnings)
      throws IOException {
    RunConfig config = held.config();
    Split split = data.reported();
    try (InferenceModel model = InferenceModel.restore(config.model(), held.variables())) {
      ModelPictures pictures = new ModelPictures(model);
      String title =
          config.model().hasRate()
              ? "samples from the prior"
              : "decoded draws from N(0, I), which a plain autoencoder never saw";
      String about = config.model().briefly();
      Pictures.save(
          samples(model, config.model().classes(), title + " · " + about), run.file("samples.png"));
      Pictures.save(
          pictures.reconstructions(
              split.ofEveryClass(RECONSTRUCTIONS),
              RECONSTRUCTIONS,
              split.name() + " images and their reconstructions · " + about),
          run.file("reconstructions.png"));
      if (model.latentDim() == 2) {
        Pictures.save(manifold(model, config.model().classes(), about), run.file("manifold.png"));
      }
      if (Pictures.textAvailable()) {
        List<EpochMetrics> metrics = run.metrics();
        if (!metrics.isEmpty()) { // as where its time is over in the first epoch
          Pictures.save(
              Curves.panels(
                  "training on " + data.name() + " · " + about, TrainingCurves.of(metrics)),
              run.file("curves.png"));
        }
        Optional<BufferedImage> codes = CodeCharts.draw(model, config.model(), split, about);
        if (codes.isPresent()) {
          Pictures.save(codes.get(), run.file("codes.png"));
        }
        if (model.latentDim() == 2) {
          Pictures.save(
              pictures.latentMap(split, data.labelNames(), about), run.file("latents.png"));
        }
      } else {
        warnings.accept(
            "no fonts on this machine, so no curves.png: install fontconfig and a font such as"
                + " DejaVu");
      }
    }
  }
}
