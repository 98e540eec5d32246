package io.github.vaegraph.data;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Images of several sources, one source after the other. */
public final class ConcatenatedImages implements Images {
  private final List<Images> sources;
  private final int[] starts; // where each source begins, and where the last ends

  public ConcatenatedImages(List<Images> sources) {
    this.sources = List.copyOf(sources);
    starts = new int[sources.size() + 1];
    for (int i = 0; i < sources.size(); i++) {
      long end = (long) starts[i] + sources.get(i).count();
      if (end > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("a split holds at most 2147483647 images, was " + end);
      }
      starts[i + 1] = (int) end;
      if (!sources.get(i).shape().equals(sources.get(0).shape())) {
        throw new IllegalArgumentException(
            "expected images of %s as before, found %s"
                .formatted(sources.get(0).shape(), sources.get(i).shape()));
      }
    }
  }

  @Override
  public int count() {
    return starts[sources.size()];
  }

  @Override
  public ImageShape shape() {
    return sources.get(0).shape();
  }

  @Override
  public void read(int image, byte[] target, int offset) {
    int source = source(image);
    sources.get(source).read(image - starts[source], target, offset);
  }

  @Override
  public boolean computed() {
    return sources.stream().anyMatch(Images::computed);
  }

  /** Rows are counted on from source to source. */
  @Override
  public String name(int image) {
    int source = source(image);
    return named() ? sources.get(source).name(image - starts[source]) : Images.super.name(image);
  }

  @Override
  public boolean named() {
    return sources.stream().allMatch(Images::named);
  }

  private int source(int image) {
    Objects.checkIndex(image, count());
    int source = Arrays.binarySearch(starts, image);
    if (source < 0) {
      source = -source - 2;
    }
    // An empty source begins where the next one does.
    while (starts[source + 1] == image) {
      source++;
    }
    return source;
  }
}
