package io.github.vaegraph.check;

import org.tensorflow.Signature;

/** What TensorFlow Serving demands, and why. */
public enum Rule {
  /** A version's folder. */
  VERSION("version", "TensorFlow Serving skips folders whose names are no whole numbers"),
  /** The graph that is loaded. */
  TAG("tag serve", "TensorFlow Serving loads the one graph with this tag"),
  /** The signature of a request that names none. */
  DEFAULT(
      Signature.DEFAULT_KEY, "a request that names no signature calls " + Signature.DEFAULT_KEY),
  /** The API that a signature is called through. */
  METHOD(
      "method",
      "requests are answered by signatures of tensorflow/serving/predict, classify and regress"),
  /** Something to batch. */
  INPUTS("inputs", "a signature without inputs can neither be batched nor called over REST"),
  /** The batch is axis 0. */
  BATCH(
      "batch axis",
      "batching and REST rows join and split every tensor along axis 0; one scalar breaks the"
          + " call"),
  /** What JSON can carry. */
  TYPES("types", "a request in JSON carries neither half precision nor complex nor opaque values"),
  /** Where ops are placed. */
  DEVICES("devices", "a server without a device that the graph names cannot run it"),
  /** What the graph is made of. */
  OPS("ops", "a server has TensorFlow's own ops, and none of Python's or of other libraries"),
  /** Nothing but computing. */
  HARMLESS(
      "harmless",
      "a server runs what stands in a model, which may read and write files, or end the server"),
  /** Nothing that trains. */
  INFERENCE("inference", "what trains makes a model larger, and may change it while it serves"),
  /** How a server merges requests for this version. */
  BATCHING(
      "batching",
      "a server with --enable_per_model_batching_parameters refuses a version whose"
          + " batching_params.pbtxt it cannot read"),
  /** The model loads, its variables included. */
  LOADS("loads", "a version that does not load is never served"),
  /** The variables are numbers. */
  WEIGHTS("weights", "a weight that is no number makes every result NaN, which JSON cannot carry"),
  /** As many rows come out as went in, and they are numbers. */
  RESULTS("results", "each caller of a merged batch gets its own rows back"),
  /** A row of the results depends on its own row of the inputs alone. */
  ROWS("rows", "a server merges requests: a row must not depend on its neighbours, nor on chance"),
  /** The requests that a server replays before it serves a version. */
  WARM_UP("warm-up", "one bad record in the warm-up file keeps the version from loading");

  private final String label;
  private final String why;

  Rule(String label, String why) {
    this.label = label;
    this.why = why;
  }

  /** What it is called in a line of output. */
  public String label() {
    return label;
  }

  /** Why it matters. */
  public String why() {
    return why;
  }
}
