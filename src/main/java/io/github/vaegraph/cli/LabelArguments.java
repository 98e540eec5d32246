package io.github.vaegraph.cli;

import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.Classes;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.model.ModelConfig;
import io.github.vaegraph.run.RunConfig;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** The options that tell a conditional model of classes. */
final class LabelArguments {
  static final String LABEL = "label";

  /** The same where a class goes to a server, by its number: there a label is a version's. */
  static final String CLASS = "class";

  private LabelArguments() {}

  /** Adds {@code --label} where images are read. */
  static void add(Options options) {
    Arguments.add(
        options,
        LABEL,
        "NAME",
        "for a conditional model: the class of all images (default: their labels in the data)");
  }

  /** The classes of a conditional model; none of another, and where that is not known. */
  static Optional<Classes> classes(Path folder) throws IOException {
    return OpenedModel.config(folder).map(RunConfig::model).flatMap(ModelConfig::classes);
  }

  /**
   * Images under the indices of a model's classes: those of {@code --label}, or those of their own
   * labels by name. As they are where the model is not conditional.
   *
   * @param labelNames the images', a name an index
   * @throws IllegalArgumentException when an image has no class that the model knows, or a class is
   *     given to a model that takes none
   */
  static Split told(
      Arguments arguments, Split split, List<String> labelNames, Optional<Classes> classes) {
    if (classes.isEmpty()) {
      refuse(arguments, LABEL);
      return split;
    }
    Classes known = classes.get();
    Optional<String> label = arguments.text(LABEL);
    if (label.isPresent()) {
      return split.labelledAs(index(known, LABEL, label.get()));
    }
    if (!split.labelled()) {
      throw new IllegalArgumentException(
          "the model is conditional: expected a label for each of the %s images, found none; name"
                  .formatted(split.name())
              + " their class with --label");
    }
    return known.relabelled(split, labelNames);
  }

  /**
   * A model on a server that was told of the class that {@code --class} names.
   *
   * @throws IllegalArgumentException when none is named to a model that is conditional, or one to
   *     another
   */
  static Model told(Arguments arguments, Model served) {
    if (!served.wantsClass()) {
      refuse(arguments, CLASS);
      return served;
    }
    return served.given(
        number(arguments)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model is conditional: expected --class N, as the model's card tells"
                            + " it, found none")));
  }

  /** The class that {@code --class} names, if it does. */
  static Optional<Integer> number(Arguments arguments) {
    Optional<Integer> number = arguments.integer(CLASS);
    if (number.filter(n -> n < 0 || n >= Classes.MOST).isPresent()) {
      throw new IllegalArgumentException(
          "--class: expected a class's number, found " + number.get());
    }
    return number;
  }

  /**
   * A model that was told of the classes that {@code --label} names, with commas between.
   *
   * @param rows as many as there are rows, or one for all
   * @throws IllegalArgumentException when none is named to a model that is conditional, or there is
   *     none of a name
   */
  static InferenceModel told(
      Arguments arguments, InferenceModel model, Optional<Classes> classes, int rows) {
    if (!model.wantsClass()) {
      refuse(arguments, LABEL);
      return model;
    }
    String text =
        arguments
            .text(LABEL)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model is conditional: expected --label NAME%s, found none"
                            .formatted(classes.map(known -> ", one of " + known).orElse(""))));
    long[] labels = indices(text, known(classes));
    if (labels.length != 1 && labels.length != rows) {
      throw new IllegalArgumentException(
          "--label: expected one class, or %d with commas between them, found %d"
              .formatted(rows, labels.length));
    }
    return model.given(labels);
  }

  /** A conditional model without its configuration is another program's. */
  private static Classes known(Optional<Classes> classes) {
    return classes.orElseThrow(
        () ->
            new IllegalArgumentException(
                "--label: the model does not tell its classes; was it exported by another"
                    + " program?"));
  }

  /** The indices of classes by their names, with commas between. */
  static long[] indices(String text, Classes classes) {
    return Stream.of(classes.names().contains(text) ? new String[] {text} : text.split(",", -1))
        .mapToLong(name -> index(classes, LABEL, name))
        .toArray();
  }

  /** The index of a class. */
  static int index(Classes classes, String option, String name) {
    try {
      return classes.index(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--%s: %s".formatted(option, e.getMessage()), e);
    }
  }

  /** Refuses a class where the model takes none. */
  static void refuse(Arguments arguments, String option) {
    if (arguments.has(option)) {
      throw notConditional(option);
    }
  }

  /** The classes that an option wants, which was given. */
  static Classes wanted(Optional<Classes> classes, String option) {
    return classes.orElseThrow(() -> notConditional(option));
  }

  private static IllegalArgumentException notConditional(String option) {
    return new IllegalArgumentException(
        "--%s: the model is not conditional; train one with --conditional, or leave it away"
            .formatted(option));
  }
}
