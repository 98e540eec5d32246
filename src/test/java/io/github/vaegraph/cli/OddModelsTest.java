package io.github.vaegraph.cli;

import static io.github.vaegraph.cli.OddModels.constant;
import static io.github.vaegraph.cli.OddModels.input;
import static io.github.vaegraph.cli.OddModels.node;
import static io.github.vaegraph.cli.OddModels.output;
import static io.github.vaegraph.cli.OddModels.shape;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Models that load, and are not what their signatures say: one line, and no file of theirs. */
final class OddModelsTest {
  @TempDir static Path shared = Path.of("");
  @TempDir Path folder = Path.of("");
  private static Path images = Path.of("");

  @BeforeAll
  static void draw() throws IOException {
    images =
        TinyData.npy(
            shared.resolve("images.npy"),
            "|u1",
            "(60, 28, 28)",
            TinyData.pixels(60 * 28 * 28 / TinyData.SIZE));
  }

  static Stream<Arguments> models() {
    return Stream.of(
        model(
            "codes wider than those that are decoded",
            "encode",
            "expected mean as float32 [N, 20], as z of decode, found float32 [N, 40]",
            meanOf("MEAN40", true)),
        model(
            "codes wider than it is said",
            "encode",
            "expected float32 [N, 20] at node odd:0 of the graph, found float32 [N, 40]",
            meanOf("MEAN40", false)),
        model(
            "a code for all images together",
            "encode",
            "mean: expected float32 [60, 20], the answer holds float32 [1, 20]",
            meanOf("SUM", false)),
        model("codes of other numbers", "encode", "found int64 [N, 20]", OddModelsTest::cast),
        model(
            "an output of a node that has not so many",
            "encode",
            ":7 of the graph, found a node of 1 outputs",
            output("encode", "mean", t -> t.setName(t.getName().replace(":0", ":7")))),
        model(
            "an output of no node",
            "encode",
            "node nowhere:0 of the graph, found no such node",
            output("encode", "mean", t -> t.setName("nowhere:0"))),
        model(
            "an output of a node with no name",
            "encode",
            "found no such node",
            output("encode", "mean", t -> t.setName(""))),
        model(
            "an input of no node",
            "encode",
            "node no:0 of the graph, found no such node",
            input("encode", "image", t -> t.setName("no:0"))),
        model(
            "a missing output",
            "encode",
            "encode: expected mean, the model has log_variance",
            graph -> {
              SignatureDef.Builder said = graph.getSignatureDefOrThrow("encode").toBuilder();
              graph.putSignatureDef("encode", said.removeOutputs("mean").build());
            }),
        model(
            "codes of unknown rank",
            "encode",
            "found float32 []",
            output(
                "encode", "mean", t -> t.setTensorShape(shape().toBuilder().setUnknownRank(true)))),
        model(
            "codes of one axis more",
            "encode",
            "found float32 [N, 20, 1]",
            output("encode", "mean", t -> t.setTensorShape(shape(-1, 20, 1)))),
        model(
            "codes of a vast width",
            "encode",
            "found float32 [N, 1099511627776]",
            output("encode", "mean", t -> t.setTensorShape(shape(-1, 1L << 40)))),
        model(
            "pictures of another size",
            "decode",
            "expected image as float32 [N, 14, 56, 1], as image of decode, found float32 [N, 28, 28, 1]",
            output("decode", "image", t -> t.setTensorShape(shape(-1, 14, 56, 1)))),
        model(
            "scores of two numbers an image",
            "score",
            "expected elbo as float32 [N], found float32 [N, 2]",
            output("score", "elbo", t -> t.setTensorShape(shape(-1, 2)))),
        model(
            "a graph that fails", "encode", "the model cannot compute it", meanOf("FAIL", false)));
  }

  private static Arguments model(
      String name, String command, String words, Consumer<MetaGraphDef.Builder> change) {
    return Arguments.of(name, command, words, change);
  }

  /** Has encode.mean made of the mean as it was. */
  private static Consumer<MetaGraphDef.Builder> meanOf(String what, boolean said) {
    return graph -> {
      String mean = graph.getSignatureDefOrThrow("encode").getOutputsOrThrow("mean").getName();
      GraphDef.Builder nodes = graph.getGraphDefBuilder();
      String odd =
          switch (what) {
            case "MEAN40" -> {
              constant(nodes, "odd.axis", ints(shape(), 1));
              String name =
                  node(nodes, "odd", "ConcatV2", DataType.DT_FLOAT, mean, mean, "odd.axis");
              nodes
                  .getNodeBuilder(nodes.getNodeCount() - 1)
                  .putAttr("N", attribute(2))
                  .putAttr("Tidx", type(DataType.DT_INT32));
              yield name;
            }
            case "SUM" -> {
              constant(nodes, "odd.axes", ints(shape(1), 0));
              String name = node(nodes, "odd", "Sum", DataType.DT_FLOAT, mean, "odd.axes");
              nodes
                  .getNodeBuilder(nodes.getNodeCount() - 1)
                  .putAttr("keep_dims", AttrValue.newBuilder().setB(true).build())
                  .putAttr("Tidx", type(DataType.DT_INT32));
              yield name;
            }
            default -> {
              constant(nodes, "odd.sides", ints(shape(2), 7, -1)); // of 60 * 20 values
              String name = node(nodes, "odd", "Reshape", DataType.DT_FLOAT, mean, "odd.sides");
              nodes
                  .getNodeBuilder(nodes.getNodeCount() - 1)
                  .putAttr("Tshape", type(DataType.DT_INT32));
              yield name;
            }
          };
      output(
              "encode",
              "mean",
              t -> {
                t.setName(odd);
                if (said) {
                  t.setTensorShape(shape(-1, 40));
                }
              })
          .accept(graph);
    };
  }

  private static void cast(MetaGraphDef.Builder graph) {
    String mean = graph.getSignatureDefOrThrow("encode").getOutputsOrThrow("mean").getName();
    graph
        .getGraphDefBuilder()
        .addNodeBuilder()
        .setName("odd")
        .setOp("Cast")
        .addInput(mean)
        .putAttr("SrcT", type(DataType.DT_FLOAT))
        .putAttr("DstT", type(DataType.DT_INT64));
    output("encode", "mean", t -> t.setName("odd:0").setDtype(DataType.DT_INT64)).accept(graph);
  }

  private static AttrValue attribute(long value) {
    return AttrValue.newBuilder().setI(value).build();
  }

  private static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  private static TensorProto ints(TensorShapeProto shape, int... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_INT32).setTensorShape(shape);
    for (int value : values) {
      tensor.addIntVal(value);
    }
    return tensor.build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void areRefused(String name, String command, String words, Consumer<MetaGraphDef.Builder> change)
      throws IOException {
    Path model = OddModels.changed(folder.resolve("1"), change);
    Path out = folder.resolve(command.equals("encode") ? "out.npy" : "out.csv");
    Vae run =
        command.equals("decode")
            ? Vae.run("generate", model, "--out", folder.resolve("out.png"))
            : Vae.run(command, model, "--data", images, "--out", out);
    run.refused(words);
    assertThat(Files.exists(out)).isFalse();
  }

  /** What a model answers is written as it is, and nobody takes it for a result. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void valuesThatAreNoneAreWarnedOf(float factor) throws IOException {
    Path model = OddModels.changed(folder.resolve("1"), OddModels.times(factor));
    Path codes = folder.resolve("zeros.csv");
    Files.writeString(codes, ("0,".repeat(19) + "0\n").repeat(2));
    warned("encode", model, "--data", images, "--out", folder.resolve("codes.csv"));
    warned("decode", model, "--codes", codes, "--out", folder.resolve("decoded.png"));
    warned("decode", model, "--codes", codes, "--out", folder.resolve("decoded.npy"));
    warned("generate", model, "--out", folder.resolve("generated.png"));
    warned("reconstruct", model, "--data", images, "--out", folder.resolve("reconstructed.png"));
    Vae.run("traverse", model, "--data", images, "--out", folder.resolve("traversed.png"))
        .refused("z: expected finite values, found ");
    Path scores = folder.resolve("scores.csv");
    Path histogram = folder.resolve("histogram.png");
    Path top = folder.resolve("top.png");
    warned(
        "score",
        model,
        "--data",
        images,
        "--out",
        scores,
        "--histogram",
        histogram,
        "--top",
        3,
        "--top-out",
        top);
    assertThat(Files.readString(scores)).contains("NaN".equals(factor + "") ? "NaN" : "-Infinity");
  }

  private static void warned(Object... args) {
    Vae run = Vae.run(args);
    assertThat(run.succeeded().err()).containsOnlyOnce("warning: the model answered ");
  }
}
