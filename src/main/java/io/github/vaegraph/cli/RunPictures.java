package io.github.vaegraph.cli;

import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.Curves;
import io.github.vaegraph.picture.Curves.Panel;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.LatentMap;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.report.TrainingCurves;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.serve.Floats;
import io.github.vaegraph.serve.InferenceModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** The pictures of a finished run. */
final class RunPictures {
  private static final int SAMPLES = 64;
  private static final int RECONSTRUCTIONS = 30;
  private static final int COLUMNS = 10;
  private static final int MANIFOLD_SIDE = 20;
  private static final int MAPPED_CODES = 10_000;

  private final RunDirectory run;
  private final InferenceModel model;
  private final Split split;
  private final Dataset data;
  private final boolean variational;

  private RunPictures(RunDirectory run, InferenceModel model, Dataset data, boolean variational) {
    this.run = run;
    this.model = model;
    this.data = data;
    this.split = data.reported();
    this.variational = variational;
  }

  /** Draws what there is to draw into the run's folder. */
  static void draw(RunDirectory run, Dataset data, Console console) throws IOException {
    RunConfig config = run.config();
    try (InferenceModel model = InferenceModel.restore(config.model(), run.latestCheckpoint())) {
      RunPictures pictures = new RunPictures(run, model, data, config.model().variational());
      pictures.samples();
      pictures.reconstructions();
      if (model.latentDim() == 2) {
        pictures.manifold();
      }
      if (Pictures.textAvailable()) {
        pictures.curves();
        if (model.latentDim() == 2) {
          pictures.latents();
        }
      } else {
        console.warn(
            "no fonts on this machine, so no curves.png: install fontconfig and a font such as"
                + " DejaVu");
      }
    }
  }

  private void samples() throws IOException {
    long[] seeds = LongStream.range(0, SAMPLES).toArray();
    Floats images = model.generate(seeds).images();
    String title =
        variational ? "samples from the prior" : "decoded N(0, I), no prior of this model";
    Pictures.save(
        ImageGrid.of(model.shape(), images.values(), GenerateCommand.columns(SAMPLES), title),
        run.file("samples.png"));
  }

  private void reconstructions() throws IOException {
    Floats originals = Pixels.floats(split.images(), 0, Math.min(RECONSTRUCTIONS, split.count()));
    Floats reconstructions = model.reconstruct(originals);
    Pictures.save(
        ImageGrid.pairs(
            model.shape(),
            originals.values(),
            reconstructions.values(),
            COLUMNS,
            split.name() + " images and their reconstructions"),
        run.file("reconstructions.png"));
  }

  private void manifold() throws IOException {
    // Cell centres of the unit square through the inverse normal distribution function: each cell
    // has the same prior probability.
    float[] codes = new float[MANIFOLD_SIDE * MANIFOLD_SIDE * 2];
    NormalDistribution normal = NormalDistribution.of(0, 1);
    for (int row = 0; row < MANIFOLD_SIDE; row++) {
      for (int column = 0; column < MANIFOLD_SIDE; column++) {
        int cell = row * MANIFOLD_SIDE + column;
        codes[2 * cell] =
            (float) normal.inverseCumulativeProbability((column + 0.5) / MANIFOLD_SIDE);
        codes[2 * cell + 1] =
            (float) normal.inverseCumulativeProbability(1 - (row + 0.5) / MANIFOLD_SIDE);
      }
    }
    Floats images = model.decode(new Floats(MANIFOLD_SIDE * MANIFOLD_SIDE, 2, codes));
    Pictures.save(
        ImageGrid.manifold(
            model.shape(),
            images.values(),
            MANIFOLD_SIDE,
            "the decoder over the prior's quantiles"),
        run.file("manifold.png"));
  }

  private void latents() throws IOException {
    int count = Math.min(MAPPED_CODES, split.count());
    float[] means = new float[2 * count];
    int rows = Pixels.atOnce(model.shape());
    for (int from = 0; from < count; from += rows) {
      Floats images = Pixels.floats(split.images(), from, Math.min(count, from + rows));
      float[] part = model.encode(images).mean().values();
      System.arraycopy(part, 0, means, 2 * from, part.length);
    }
    int[] labels = split.labelled() ? Arrays.copyOf(split.labels(), count) : new int[0];
    Pictures.save(
        LatentMap.of(
            means, labels, data.labelNames(), "posterior means of " + split.name() + " images"),
        run.file("latents.png"));
  }

  private void curves() throws IOException {
    List<Panel> panels = TrainingCurves.of(run.metrics());
    Pictures.save(Curves.panels("training on " + data.name(), panels), run.file("curves.png"));
  }
}
