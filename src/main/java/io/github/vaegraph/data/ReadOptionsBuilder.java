package io.github.vaegraph.data;

import io.github.vaegraph.data.ReadOptions.Arrays;
import io.github.vaegraph.data.ReadOptions.Crop;
import io.github.vaegraph.data.ReadOptions.Damaged;
import io.github.vaegraph.data.ReadOptions.LabelColumn;
import io.github.vaegraph.data.ReadOptions.Layout;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Options under way; each method is named after the component that it sets. */
public final class ReadOptionsBuilder {
  private Optional<ImageShape> shape = Optional.empty();
  private Optional<Integer> channels = Optional.empty();
  private Optional<ImageShape> resize = Optional.empty();
  private Optional<Crop> crop = Optional.empty();
  private Optional<LabelColumn> labelColumn = Optional.empty();
  private List<String> ignoredColumns = List.of();
  private List<String> pixelColumns = List.of();
  private Optional<Double> minValue = Optional.empty();
  private Optional<Double> maxValue = Optional.empty();
  private Optional<Arrays> arrays = Optional.empty();
  private Optional<Layout> layout = Optional.empty();
  private Optional<Boolean> transpose = Optional.empty();
  private Optional<Damaged> damaged = Optional.empty();
  private List<String> labels = List.of();

  /** As the files themselves tell. */
  ReadOptionsBuilder() {}

  /** These options. */
  ReadOptionsBuilder(ReadOptions options) {
    shape = options.shape();
    channels = options.channels();
    resize = options.resize();
    crop = options.crop();
    labelColumn = options.labelColumn();
    ignoredColumns = options.ignoredColumns();
    pixelColumns = options.pixelColumns();
    minValue = options.minValue();
    maxValue = options.maxValue();
    arrays = options.arrays();
    layout = options.layout();
    transpose = options.transpose();
    damaged = options.damaged();
    labels = options.labels();
  }

  /** The shape of images whose file does not tell it. */
  public ReadOptionsBuilder shape(ImageShape value) {
    shape = Optional.of(Objects.requireNonNull(value, "shape"));
    return this;
  }

  /** 1 for grey, 3 for colour. */
  public ReadOptionsBuilder channels(int value) {
    channels = Optional.of(value);
    return this;
  }

  /** Target height and width. */
  public ReadOptionsBuilder resize(int height, int width) {
    resize = Optional.of(new ImageShape(height, width, 1));
    return this;
  }

  /** What of an image is resized. */
  public ReadOptionsBuilder crop(Crop value) {
    crop = Optional.of(Objects.requireNonNull(value, "crop"));
    return this;
  }

  /** Which CSV column holds the label. */
  public ReadOptionsBuilder labelColumn(LabelColumn value) {
    labelColumn = Optional.of(Objects.requireNonNull(value, "labelColumn"));
    return this;
  }

  /** Which CSV column holds the label, by its name or its position from 1. */
  public ReadOptionsBuilder labelColumn(String nameOrPosition) {
    return labelColumn(new LabelColumn(nameOrPosition));
  }

  /** CSV columns that are no pixels, by name or by position from 1. */
  public ReadOptionsBuilder ignoredColumns(String... names) {
    ignoredColumns = List.of(Objects.requireNonNull(names, "ignoredColumns"));
    return this;
  }

  /** The names of the CSV columns that are an image's pixels, in this order. */
  public ReadOptionsBuilder pixelColumns(List<String> names) {
    pixelColumns = Objects.requireNonNull(names, "pixelColumns");
    return this;
  }

  /** The value that stands for 0. */
  public ReadOptionsBuilder minValue(double value) {
    minValue = Optional.of(value);
    return this;
  }

  /** The value that stands for 1. */
  public ReadOptionsBuilder maxValue(double value) {
    maxValue = Optional.of(value);
    return this;
  }

  /** The array of an NPZ file that holds images, without labels. */
  public ReadOptionsBuilder arrays(String images) {
    arrays = Optional.of(new Arrays(images, Optional.empty()));
    return this;
  }

  /** The arrays of an NPZ file that hold images and labels. */
  public ReadOptionsBuilder arrays(String images, String labelsOfThem) {
    arrays =
        Optional.of(
            new Arrays(images, Optional.of(Objects.requireNonNull(labelsOfThem, "labels"))));
    return this;
  }

  /** How the values of flat colour images follow each other. */
  public ReadOptionsBuilder layout(Layout value) {
    layout = Optional.of(Objects.requireNonNull(value, "layout"));
    return this;
  }

  /** Whether rows and columns of every image are exchanged. */
  public ReadOptionsBuilder transpose(boolean value) {
    transpose = Optional.of(value);
    return this;
  }

  /** What becomes of pictures that cannot be read. */
  public ReadOptionsBuilder damaged(Damaged value) {
    damaged = Optional.of(Objects.requireNonNull(value, "damaged"));
    return this;
  }

  /** The classes' names by index. */
  public ReadOptionsBuilder labels(List<String> names) {
    labels = Objects.requireNonNull(names, "labels");
    return this;
  }

  /**
   * The options.
   *
   * @throws IllegalArgumentException when a value makes no sense by itself, naming it
   */
  public ReadOptions build() {
    return new ReadOptions(
        shape,
        channels,
        resize,
        crop,
        labelColumn,
        ignoredColumns,
        pixelColumns,
        minValue,
        maxValue,
        arrays,
        layout,
        transpose,
        damaged,
        labels);
  }
}
