package io.github.vaegraph.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.summary.SummaryWriter;
import org.tensorflow.op.summary.WriteImageSummary;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.SummaryMetadata;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * A TensorBoard event file, written by TensorFlow's own summary ops in a graph and a session of
 * their own: the graph that is watched stays as it is. Not for several threads at once.
 */
public final class EventFile implements AutoCloseable {
  /** Events that are held back, and milliseconds for which they are. */
  private static final int MAX_QUEUE = 100;

  private static final int MAX_WAIT = 5000;

  private final Graph graph = new Graph();
  private final Session session = new Session(graph);
  private final Path folder;
  private final Placeholder<TInt64> step; // []
  private final Placeholder<TString> tag; // []
  private final Placeholder<TFloat32> number; // []
  private final Placeholder<TFloat32> values; // [N]
  private final Placeholder<TUint8> image; // [1, H, W, 3]
  private final Placeholder<TString> string; // []
  private final Op writeNumber;
  private final Op writeHistogram;
  private final Op writeImage;
  private final Op writeText;
  private final Op importEvent;
  private final Op flush;
  private final Op close;
  private boolean closed;

  /**
   * Opens a new file. Earlier files in the folder stay, and TensorBoard reads all of them; what
   * they tell of {@code firstStep} and later ones it forgets, as a resumed run takes these again.
   *
   * @param folder is created where it is missing
   * @param firstStep the first step that will be written of, at least 1
   * @throws IOException when the folder cannot be written
   */
  public EventFile(Path folder, long firstStep) throws IOException {
    this.folder = folder;
    Ops tf = GraphOps.of(graph);
    step = placeholder(tf, TInt64.class, Shape.scalar());
    tag = placeholder(tf, TString.class, Shape.scalar());
    number = placeholder(tf, TFloat32.class, Shape.scalar());
    values = placeholder(tf, TFloat32.class, Shape.of(-1));
    image = placeholder(tf, TUint8.class, Shape.of(1, -1, -1, 3));
    string = placeholder(tf, TString.class, Shape.scalar());
    SummaryWriter writer = tf.summary.summaryWriter();
    Op create =
        tf.summary.createSummaryFileWriter(
            writer,
            tf.constant(folder.toString()),
            tf.constant(MAX_QUEUE),
            tf.constant(MAX_WAIT),
            tf.constant(".step" + firstStep)); // keeps two files of one second apart
    writeNumber = tf.summary.writeScalarSummary(writer, step, tag, number);
    writeHistogram = tf.summary.writeHistogramSummary(writer, step, tag, values);
    // The colour is that of pixels that are no numbers, of which bytes have none.
    writeImage =
        tf.summary.writeImageSummary(
            writer,
            step,
            tag,
            image,
            tf.dtypes.cast(tf.constant(new int[4]), TUint8.class),
            WriteImageSummary.maxImages(1L));
    SummaryMetadata markdown =
        SummaryMetadata.newBuilder()
            .setPluginData(SummaryMetadata.PluginData.newBuilder().setPluginName("text"))
            .build();
    try (TString metadata = bytes(markdown.toByteArray())) {
      writeText = tf.summary.writeSummary(writer, step, string, tag, tf.constantOf(metadata));
    }
    importEvent = tf.summary.importEvent(writer, string);
    flush = tf.summary.flushSummaryWriter(writer);
    close = tf.summary.closeSummaryWriter(writer);
    try {
      Files.createDirectories(folder);
      session.runner().addTarget(create).run().close();
      restart(firstStep);
      flush();
    } catch (TensorFlowException | IOException e) {
      closed = true;
      free();
      throw unwritable(e);
    }
  }

  private static <T extends TType> Placeholder<T> placeholder(Ops tf, Class<T> type, Shape shape) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }

  private static TString bytes(byte[] message) {
    return TString.tensorOfBytes(NdArrays.scalarOfObject(message));
  }

  /** Goes back: TensorBoard forgets what it has read of this step and later ones. */
  public void restart(long firstStep) throws IOException {
    checkOpen();
    Event event =
        Event.newBuilder()
            .setWallTime(System.currentTimeMillis() / 1000.0)
            .setStep(firstStep)
            .setSessionLog(SessionLog.newBuilder().setStatus(SessionLog.SessionStatus.START))
            .build();
    try (TString bytes = bytes(event.toByteArray())) {
      run(session.runner().feed(string, bytes).addTarget(importEvent));
    }
  }

  /** Writes a number. */
  public void scalar(String name, long at, double value) throws IOException {
    try (TFloat32 tensor = TFloat32.scalarOf((float) value)) {
      write(writeNumber, number, tensor, name, at);
    }
  }

  /** Writes how values are spread. What is not finite is left out: TensorFlow refuses it. */
  public void histogram(String name, long at, float[] spread) throws IOException {
    float[] finite = new float[spread.length];
    int count = 0;
    for (float value : spread) {
      if (Float.isFinite(value)) {
        finite[count++] = value;
      }
    }
    try (TFloat32 tensor =
        TFloat32.tensorOf(Shape.of(count), DataBuffers.of(finite, true, false).narrow(count))) {
      write(writeHistogram, values, tensor, name, at);
    }
  }

  /**
   * Writes a picture; its tag is the name and {@code /image}.
   *
   * @param rgb [height * width * 3] bytes from 0 to 255
   */
  public void image(String name, long at, int height, int width, byte[] rgb) throws IOException {
    try (TUint8 tensor =
        TUint8.tensorOf(Shape.of(1, height, width, 3), DataBuffers.of(rgb, true, false))) {
      write(writeImage, image, tensor, name, at);
    }
  }

  /** Writes a text in Markdown. */
  public void text(String name, long at, String markdown) throws IOException {
    try (TString tensor = TString.scalarOf(markdown)) {
      write(writeText, string, tensor, name, at);
    }
  }

  private void write(Op op, Op placeholder, Tensor value, String name, long at) throws IOException {
    checkOpen();
    try (TInt64 stepTensor = TInt64.scalarOf(at);
        TString tagTensor = TString.scalarOf(name)) {
      run(
          session
              .runner()
              .feed(step, stepTensor)
              .feed(tag, tagTensor)
              .feed(placeholder.op().output(0), value)
              .addTarget(op));
    }
  }

  /** Hands over to the file what has been written so far. */
  public void flush() throws IOException {
    checkOpen();
    run(session.runner().addTarget(flush));
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this event file has been closed");
    }
  }

  private void run(Session.Runner runner) throws IOException {
    try {
      runner.run().close();
    } catch (TensorFlowException e) {
      throw unwritable(e);
    }
  }

  private IOException unwritable(Exception e) {
    return new IOException(
        folder + ": cannot be written; is the folder writable and the disk not full?", e);
  }

  /**
   * Flushes and closes the file; closing twice does nothing.
   *
   * @throws IOException when the file cannot be completed
   */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        run(session.runner().addTarget(close));
      } finally {
        free();
      }
    }
  }

  private void free() {
    session.close();
    graph.close();
  }
}
