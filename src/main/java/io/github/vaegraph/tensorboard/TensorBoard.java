package io.github.vaegraph.tensorboard;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.graph.EventFile;
import io.github.vaegraph.model.Step;
import io.github.vaegraph.model.StepResult;
import io.github.vaegraph.model.VaeSession;
import io.github.vaegraph.run.Json;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.run.RunDirectory;
import io.github.vaegraph.train.EpochMetrics;
import io.github.vaegraph.train.EpochMetrics.Figures;
import io.github.vaegraph.train.Trainer;
import io.github.vaegraph.train.TrainingState;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes how a training goes as TensorBoard's event files. Every tag counts in steps taken, those
 * of an epoch as well, so that a resumed run's files fit together:
 *
 * <ul>
 *   <li>{@code step/...}: the measured steps' rate, distortion, negative ELBO, learning rate and
 *       gradient norm
 *   <li>{@code train/...} and {@code validation/...}: an epoch's figures, as in metrics.jsonl
 *   <li>{@code weights/<variable>}: how each variable's values are spread after an epoch
 *   <li>{@code pictures/samples/image}, {@code pictures/reconstructions/image}
 *   <li>{@code settings}: what repeats the run
 * </ul>
 *
 * The model is read, and nothing of it changes: training leads to the same weights, watched or not.
 */
public final class TensorBoard implements Trainer.Listener, AutoCloseable {
  /** Up to this epoch there are pictures of each, then of every tenth: TensorBoard shows ten. */
  private static final int FEW_EPOCHS = 10;

  private final EventFile file;
  private final VaeSession session;
  private final EpochPictures pictures;

  /**
   * Starts a new event file in the run's {@code tensorboard/}; what is there stays.
   *
   * @param config the run's settings
   * @param session what is trained
   * @param shown the images that it is shown by; one at least
   * @param steps taken so far; what earlier files tell of later ones counts no more
   * @throws IOException when the folder cannot be written
   */
  public TensorBoard(
      RunDirectory run, RunConfig config, VaeSession session, Split shown, long steps)
      throws IOException {
    this.session = session;
    this.pictures =
        new EpochPictures(shown, config.training().binarization(), config.training().seed());
    Path folder = run.file("tensorboard");
    boolean first = steps == 0 || Files.notExists(folder);
    this.file = new EventFile(folder, steps + 1);
    if (first) {
      file.text("settings", 0, table(Json.leaves(config)));
    }
    file.flush();
  }

  /** A table in Markdown. */
  private static String table(Map<String, String> settings) {
    StringBuilder table = new StringBuilder("| setting | value |\n|---|---|\n");
    settings.forEach(
        (name, value) -> table.append("| %s | %s |\n".formatted(name, value.replace("|", "\\|"))));
    return table.toString();
  }

  @Override
  public void stepMeasured(Step step, StepResult result) throws IOException {
    long steps = step.counter() + 1;
    if (session.config().hasRate()) {
      file.scalar("step/negative_elbo", steps, (double) result.rate() + result.distortion());
      file.scalar("step/rate", steps, result.rate());
    }
    file.scalar("step/distortion", steps, result.distortion());
    file.scalar("step/bound", steps, -result.loss());
    file.scalar("step/learning_rate", steps, step.learningRate());
    file.scalar("step/gradient_norm", steps, result.gradientNorm());
  }

  @Override
  public void epochDone(EpochMetrics metrics) throws IOException {
    long steps = metrics.steps();
    figures("train/", metrics.train(), steps);
    if (metrics.validation().isPresent()) {
      figures("validation/", metrics.validation().get(), steps);
    }
    if (metrics.bound().isPresent()) {
      file.scalar("train/bound", steps, metrics.bound().get());
    }
    if (metrics.validationBound().isPresent()) {
      file.scalar("validation/bound", steps, metrics.validationBound().get());
    }
    file.scalar("train/images_per_second", steps, metrics.imagesPerSecond());
    for (Map.Entry<String, float[]> variable : session.parameters().entrySet()) {
      file.histogram("weights/" + variable.getKey(), steps, variable.getValue());
    }
    if (metrics.epoch() <= FEW_EPOCHS || metrics.epoch() % FEW_EPOCHS == 0) {
      picture("pictures/samples", steps, pictures.samples(session));
      picture("pictures/reconstructions", steps, pictures.reconstructions(session));
    }
    file.flush();
  }

  private void figures(String split, Figures figures, long steps) throws IOException {
    if (figures.negativeElbo().isPresent()) {
      file.scalar(split + "negative_elbo", steps, figures.negativeElbo().get());
    }
    if (figures.rate().isPresent()) {
      file.scalar(split + "rate", steps, figures.rate().get());
    }
    file.scalar(split + "distortion", steps, figures.distortion());
  }

  private void picture(String tag, long steps, BufferedImage picture) throws IOException {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    file.image(tag, steps, height, width, rgb);
  }

  @Override
  public void rolledBack(String why, TrainingState to) throws IOException {
    file.restart(to.step() + 1);
  }

  /**
   * Completes the file; closing twice does nothing.
   *
   * @throws IOException when it cannot be completed
   */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
