package io.github.vaegraph.train;

import io.github.vaegraph.data.Split;
import io.github.vaegraph.latent.Examples;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images from all over the training images, or of every class in turn.
 *
 * @param train the training images
 */
record TrainingExamples(Split train) implements Examples {
  @Override
  public float[] values(int count, int classes) {
    int[] chosen = classes == 0 ? spread(count) : ofClassesInTurn(count, classes);
    float[][] images = train.select(chosen).values(0, count);
    int size = train.images().shape().size();
    float[] values = new float[count * size];
    for (int i = 0; i < count; i++) {
      System.arraycopy(images[i], 0, values, i * size, size);
    }
    return values;
  }

  /** At even distances; where there are fewer, each several times. */
  private int[] spread(int count) {
    return IntStream.range(0, count).map(i -> (int) ((long) i * train.count() / count)).toArray();
  }

  /** Of each class from its first on, and over again; any image where a class has none. */
  private int[] ofClassesInTurn(int count, int classes) {
    int[] labels = train.labels();
    List<int[]> byClass =
        IntStream.range(0, classes)
            .mapToObj(c -> IntStream.range(0, labels.length).filter(i -> labels[i] == c).toArray())
            .toList();
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      int[] own = byClass.get(i % classes);
      chosen[i] = own.length == 0 ? i % train.count() : own[i / classes % own.length];
    }
    return chosen;
  }
}
