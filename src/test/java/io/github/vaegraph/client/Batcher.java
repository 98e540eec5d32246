package io.github.vaegraph.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;

/**
 * Merges requests of one signature that come at the same time into one batch, and gives each its
 * own rows of the result, as TensorFlow Serving does with batching on.
 */
final class Batcher {
  private final StandInModel model;
  private final String signature;
  private final List<Map<String, TensorProto>> requests = new ArrayList<>();
  private final List<Map<String, TensorProto>> answers = new ArrayList<>();
  private final CyclicBarrier together;

  /**
   * @param size requests in a batch: each waits for all the others
   */
  Batcher(StandInModel model, String signature, int size) {
    this.model = model;
    this.signature = signature;
    this.together = new CyclicBarrier(size, this::runAll);
  }

  Map<String, TensorProto> run(Map<String, TensorProto> inputs) {
    int place;
    synchronized (requests) {
      place = requests.size();
      requests.add(inputs);
    }
    try {
      together.await(20, TimeUnit.SECONDS);
      return answers.get(place);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("no batch came together", e);
    }
  }

  private void runAll() {
    Map<String, TensorProto> merged = new TreeMap<>();
    for (String input : requests.get(0).keySet()) {
      merged.put(input, concatenated(requests.stream().map(r -> r.get(input)).toList()));
    }
    Map<String, TensorProto> results;
    try {
      results = model.run(signature, merged);
    } catch (StandInModel.Refused e) {
      throw new IllegalStateException(e);
    }
    int from = 0;
    for (Map<String, TensorProto> request : requests) {
      int to = from + rows(request.values());
      int start = from;
      Map<String, TensorProto> own = new TreeMap<>();
      results.forEach((name, tensor) -> own.put(name, slice(tensor, start, to)));
      answers.add(own);
      from = to;
    }
  }

  private static int rows(Collection<TensorProto> tensors) {
    return (int) tensors.iterator().next().getTensorShape().getDim(0).getSize();
  }

  /** Rows below rows: contents one after the other. */
  private static TensorProto concatenated(List<TensorProto> parts) {
    ByteString content = ByteString.EMPTY;
    long rows = 0;
    for (TensorProto part : parts) {
      content = content.concat(content(part));
      rows += part.getTensorShape().getDim(0).getSize();
    }
    TensorProto.Builder whole =
        TensorProto.newBuilder()
            .setDtype(parts.get(0).getDtype())
            .setTensorShape(parts.get(0).getTensorShape())
            .setTensorContent(content);
    whole.getTensorShapeBuilder().getDimBuilder(0).setSize(rows);
    return whole.build();
  }

  private static ByteString content(TensorProto tensor) {
    if (!tensor.getTensorContent().isEmpty()) {
      return tensor.getTensorContent();
    }
    boolean longs = tensor.getDtype() == DataType.DT_INT64;
    int count = longs ? tensor.getInt64ValCount() : tensor.getFloatValCount();
    ByteBuffer bytes = ByteBuffer.allocate((longs ? 8 : 4) * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (longs) {
        bytes.putLong(tensor.getInt64Val(i));
      } else {
        bytes.putFloat(tensor.getFloatVal(i));
      }
    }
    return ByteString.copyFrom(bytes.flip());
  }

  private static TensorProto slice(TensorProto tensor, int from, int to) {
    long rows = tensor.getTensorShape().getDim(0).getSize();
    int width = (int) (tensor.getFloatValCount() / rows);
    TensorProto.Builder part =
        tensor.toBuilder()
            .clearFloatVal()
            .addAllFloatVal(tensor.getFloatValList().subList(from * width, to * width));
    part.getTensorShapeBuilder().getDimBuilder(0).setSize(to - from);
    return part.build();
  }
}
