import io.github.vaegraph.Vae;
import io.github.vaegraph.data.Dataset;
import io.github.vaegraph.data.Datasets;
import java.nio.file.Path;

/** Trained the run that no command line stands behind: data, run. */
final class FromJava {
  public static void main(String[] args) throws Exception {
    Dataset data = Datasets.open(args[0]);
    try (Vae vae =
        Vae.builder(data).hidden(8).latentDim(2).batchSize(10).run(Path.of(args[1])).build()) {
      vae.fit(2);
      vae.evaluate(data.test(), 50);
    }
  }
}
