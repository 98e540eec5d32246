package example;

import io.github.vaegraph.Vae;
import io.github.vaegraph.VaeModel;
import io.github.vaegraph.client.CallLimits;
import io.github.vaegraph.client.ServedModel;
import io.github.vaegraph.client.ServingClient;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.source.Datasets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an application does with the library: it trains, exports, loads, encodes, reads a picture by
 * an ImageIO plugin, and calls a server by gRPC. Plugins and gRPC are found by files in jars that a
 * packaging may lose.
 */
public final class Use {
  private Use() {}

  /** Prints {@code all is well}, or fails. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("use");
    Dataset digits = Datasets.open("digits");
    Path exported;
    try (Vae vae = Vae.builder(digits).hidden(32).latentDim(2).progress(line -> {}).build()) {
      vae.fit(1);
      exported = vae.export(folder.resolve("model"));
    }
    try (VaeModel model = VaeModel.load(exported)) {
      float[] mean = model.encode(digits.test().values(0, 1)).mean()[0];
      System.out.println("encoded to " + mean[0] + ", " + mean[1]);
    }
    pgm(folder.resolve("pictures"));
    callNobody();
    System.out.println("all is well");
  }

  private static void pgm(Path folder) throws IOException {
    for (int i = 0; i < 10; i++) {
      Path picture = folder.resolve("a").resolve(i + ".pgm");
      Files.createDirectories(picture.getParent());
      Files.writeString(picture, "P2\n2 2\n255\n0 255\n" + i + " 128\n");
    }
    int images = Datasets.open(folder.toString()).train().count();
    System.out.println("read " + images + " pictures");
  }

  /** Nobody listens there, which must be the reason, and no part of gRPC that is not found. */
  private static void callNobody() {
    CallLimits limits = new CallLimits(Duration.ofSeconds(2), 0, 1 << 20, 64);
    try {
      ServingClient.grpc("127.0.0.1:1", ServedModel.named("digits"), limits).close();
      throw new IllegalStateException("somebody listens on port 1");
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("127.0.0.1:1")) {
        throw new IllegalStateException("gRPC's parts are not found", e);
      }
      System.out.println("refused: " + e.getMessage());
    }
  }
}
