package io.github.vaegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vaegraph.artifact.CodePath;
import io.github.vaegraph.artifact.Interpolations;
import io.github.vaegraph.artifact.OpenedModel;
import io.github.vaegraph.data.DataOptions;
import io.github.vaegraph.data.Images;
import io.github.vaegraph.data.Split;
import io.github.vaegraph.picture.ImageGrid;
import io.github.vaegraph.picture.Pictures;
import io.github.vaegraph.savedmodel.InferenceModel;
import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands that go from codes to pictures: decode, traverse, interpolate, and generate's
 * temperature.
 */
final class DecodeTest {
  @TempDir static Path folder = Path.of("");
  private static Path data = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void train() throws IOException {
    data = TinyData.idx(folder.resolve("tiny"));
    run = folder.resolve("run");
    Vae.train(data, run, "--no-export").succeeded();
  }

  @Test
  void codesDecodeToWhatTheSignatureSaysWhateverTheFile() throws IOException {
    Path npy = folder.resolve("codes.npy");
    Path csv = folder.resolve("codes.csv");
    Vae.run("encode", run, "--data", data, "--split", "test", "--out", npy).succeeded();
    Vae.run("encode", run, "--data", data, "--split", "test", "--out", csv).succeeded();
    Path images = folder.resolve("images.npy");
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");
    Path expected = folder.resolve("expected.png");
    assertThat(Vae.run("decode", run, "--codes", csv, "--out", images).succeeded().out())
        .contains("wrote 20 images to " + images);
    Vae.run("decode", run, "--codes", npy, "--out", first).succeeded();
    Vae.run("decode", run, "--codes", csv, "--out", second).succeeded();
    try (InferenceModel model = OpenedModel.open(run, warning -> {})) {
      Images test = Images.of(model.shape(), TinyData.pixels(20));
      Floats decoded = model.decode(model.encode(Floats.ofImages(test, 0, 20)).mean());
      Pictures.save(ImageGrid.of(model.shape(), decoded.values(), 5), expected);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(images)).order(ByteOrder.LITTLE_ENDIAN);
      int header = 10 + bytes.getShort(8);
      assertThat(new String(bytes.array(), 10, header - 10, StandardCharsets.US_ASCII))
          .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (20, 4, 4, 1), }");
      float[] found = new float[320];
      bytes.position(header).asFloatBuffer().get(found);
      assertThat(found).containsExactly(decoded.values());
    }
    assertThat(Files.readAllBytes(first)).isEqualTo(Files.readAllBytes(expected));
    assertThat(Files.readAllBytes(second)).isEqualTo(Files.readAllBytes(expected));
  }

  @Test
  void codesThatDoNotFitAreRefused() throws IOException {
    Path three = Files.writeString(folder.resolve("three.csv"), "1,2,3\n");
    Vae.run("decode", run, "--codes", three, "--out", folder.resolve("none.png"))
        .refused("three.csv: expected 2 numbers a row");
    Vae.run("decode", run, "--codes", three, "--out", folder.resolve("none.txt"))
        .refused("--out: expected a name in .png or .npy");
    Vae.run("decode", run).refused("--codes: expected a .npy or .csv file");
    assertThat(folder.resolve("none.png")).doesNotExist();
  }

  @Test
  void temperatureScalesTheCodesThatAreDrawn() throws IOException {
    Path usual = folder.resolve("usual.png");
    Path one = folder.resolve("one.png");
    Path half = folder.resolve("half.png");
    Path expected = folder.resolve("half-expected.png");
    Vae.run("generate", run, "--count", "9", "--out", usual).succeeded();
    Vae.run("generate", run, "--count", "9", "--temperature", "1", "--out", one).succeeded();
    Vae.run("generate", run, "--count", "9", "--temperature", "0.5", "--out", half).succeeded();
    assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(usual));
    try (InferenceModel model = OpenedModel.open(run, warning -> {})) {
      float[] codes = model.generate(GenerateCommand.seeds(0, 9)).codes().values();
      for (int i = 0; i < codes.length; i++) {
        codes[i] /= 2;
      }
      Floats images = model.decode(new Floats(9, 2, codes));
      Pictures.save(ImageGrid.of(model.shape(), images.values(), 3), expected);
    }
    assertThat(Files.readAllBytes(half)).isEqualTo(Files.readAllBytes(expected));
    Path mixture = folder.resolve("mixture");
    Vae.train(data, mixture, "--prior", "mixture:3", "--no-export").succeeded();
    Vae.run("generate", mixture, "--temperature", "0.5", "--out", half).succeeded();
    Vae.run("generate", mixture, "--temperature", "1", "--out", one).succeeded();
    assertThat(Files.readAllBytes(half)).isNotEqualTo(Files.readAllBytes(one));
    Vae.run("generate", mixture, "--temperature", "0,0.5, 1", "--out", half).succeeded();
    // A title above three rows of eight pictures, with the temperatures beside them.
    assertThat(ImageIO.read(half.toFile()).getHeight())
        .isLessThan(ImageIO.read(half.toFile()).getWidth());
    Vae.run("generate", run, "--temperature", "-1").refused("--temperature: expected 0 to 10");
    Vae.run("generate", run, "--temperature", "1,x")
        .refused("--temperature: expected numbers with commas between them, found 1,x");
    Vae.run("generate", run, "--temperature", "0.5,1", "--count", "9999")
        .refused("--temperature: expected at most 10000 pictures, found 2 rows of 9999");
  }

  @Test
  void traversalsAreDrawnForAnyModel() throws IOException {
    Path mixture = folder.resolve("mixed");
    Path ae = folder.resolve("ae");
    Vae.train(data, mixture, "--prior", "mixture:3", "--no-export").succeeded();
    Vae.train(data, ae, "--objective", "ae", "--no-export").succeeded();
    for (Path model : new Path[] {run, mixture, ae}) {
      Path out = folder.resolve("traversals.png");
      Vae.run("traverse", model, "--out", out).succeeded();
      byte[] prior = Files.readAllBytes(out);
      Vae.run("traverse", model, "--data", data, "--image", "3", "--out", out).succeeded();
      assertThat(Files.readAllBytes(out)).isNotEqualTo(prior);
    }
    assertThat(Vae.run("traverse", ae, "--out", folder.resolve("ae.png")).err())
        .contains("a plain autoencoder's codes follow no prior");
  }

  @Test
  void interpolationsLeadFromOneImageToAnother() throws IOException {
    Path out = folder.resolve("between.png");
    Path expected = folder.resolve("expected.png");
    Vae.run("interpolate", run, "--data", data, "--images", "3,5,0,2", "--out", out).succeeded();
    try (InferenceModel model = OpenedModel.open(run, warning -> {})) {
      Split split = Datasets.open(DataOptions.of(data.toString())).test();
      Split ends = split.select(new int[] {3, 5, 0, 2});
      Pictures.save(Interpolations.of(model, ends, 2, 11, CodePath.LINEAR), expected);
    }
    byte[] straight = Files.readAllBytes(out);
    assertThat(straight).isEqualTo(Files.readAllBytes(expected));
    Vae.run("interpolate", run, "--data", data, "--images", "3,5,0,2", "--spherical", "--out", out)
        .succeeded();
    assertThat(Files.readAllBytes(out)).isNotEqualTo(straight);
    Vae.run("interpolate", run, "--data", data, "--out", out).succeeded();
    Vae.run("interpolate", run).refused("--data: expected a set's name or a path");
    Vae.run("interpolate", run, "--data", data, "--images", "3")
        .refused("--images: expected two images a row", "found 1");
    Vae.run("interpolate", run, "--data", data, "--images", "3,20")
        .refused("--images: expected images from 0 to 19, found 20");
    Vae.run("interpolate", run, "--data", data, "--count", "1")
        .refused("--count: expected 2 to 100, found 1");
  }

  @Test
  void traversalsThatMakeNoSenseAreRefused() {
    Vae.run("traverse", run, "--dimensions", "0,2")
        .refused("--dimensions must lie between 0 and 1, was 2");
    Vae.run("traverse", run, "--dimensions", "none")
        .refused("--dimensions must be at least one, was none");
    Vae.run("traverse", run, "--image", "1").refused("--image says nothing without --data");
    Vae.run("traverse", run, "--data", data, "--image", "20")
        .refused("--image: expected an image from 0 to 19, found 20");
    Vae.run("traverse", run, "--count", "1").refused("count must lie between 2 and 100");
    Vae.run("traverse", run, "--range", "0").refused("range must be above 0");
  }
}
