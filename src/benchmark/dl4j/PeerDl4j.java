import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.variational.BernoulliReconstructionDistribution;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The training step in Deeplearning4j's own VAE layer: {@code PeerDl4j.java NET BATCH STEPS}, run
 * as a single source file. Pixels are binarized anew at every step, as everywhere.
 */
final class PeerDl4j {
  private static final int WARM_UP_STEPS = 20;
  private static final int HEADER = 16;
  private static final int PIXELS = 784;

  private final SplittableRandom random = new SplittableRandom(0);
  private final byte[] images;
  private final MultiLayerNetwork network;
  private final float[] pixels;
  private int next;

  private PeerDl4j(byte[] images, String net, int batch) {
    this.images = images;
    this.pixels = new float[batch * PIXELS];
    boolean mlp = net.equals("mlp");
    int[] hidden = mlp ? new int[] {400} : new int[] {200, 200};
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(0)
                .updater(new Adam(1e-3))
                .weightInit(WeightInit.XAVIER)
                .list()
                .layer(
                    new VariationalAutoencoder.Builder()
                        .nIn(PIXELS)
                        .nOut(mlp ? 20 : 50)
                        .encoderLayerSizes(hidden)
                        .decoderLayerSizes(hidden)
                        .activation(mlp ? Activation.RELU : Activation.TANH)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .reconstructionDistribution(
                            new BernoulliReconstructionDistribution(Activation.SIGMOID))
                        .build())
                .build());
    network.init();
  }

  private void train(int steps) {
    int batch = pixels.length / PIXELS;
    for (int step = 0; step < steps; step++) {
      if (HEADER + (next + batch) * PIXELS > images.length) {
        next = 0;
      }
      int start = HEADER + next * PIXELS;
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = random.nextInt(255) < (images[start + i] & 0xff) ? 1 : 0;
      }
      next += batch;
      network.pretrainLayer(0, Nd4j.create(pixels, new int[] {batch, PIXELS}));
    }
  }

  private static byte[] images() throws IOException {
    Path root = Path.of(System.getenv("VAEGRAPH_DATA"));
    Path file = root.resolve("mnist/train-images-idx3-ubyte.gz");
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  public static void main(String[] args) throws IOException {
    String net = args[0];
    int batch = Integer.parseInt(args[1]);
    int steps = Integer.parseInt(args[2]);
    PeerDl4j peer = new PeerDl4j(images(), net, batch);
    peer.train(WARM_UP_STEPS);
    BufferedReader turns = new BufferedReader(new InputStreamReader(System.in));
    while (turns.readLine() != null) {
      long start = System.nanoTime();
      peer.train(steps);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "dl4j-%s batch=%d k=1 step_ms=%.3f img_s=%.0f loss=%.2f%n",
          net,
          batch,
          1e3 * seconds / steps,
          steps * batch / seconds,
          peer.network.score());
    }
  }
}
