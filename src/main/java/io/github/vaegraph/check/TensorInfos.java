package io.github.vaegraph.check;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** What a signature says of a tensor. */
final class TensorInfos {
  private TensorInfos() {}

  /** The sizes of all axes, -1 for any. */
  static List<Long> sizes(TensorInfo info) {
    return info.getTensorShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
  }

  /** The sizes of all axes for a batch of so many rows; what is open otherwise is 1. */
  static long[] sizes(TensorInfo info, int rows) {
    long[] sizes = sizes(info).stream().mapToLong(Long::longValue).toArray();
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] < 0) {
        sizes[axis] = axis == 0 ? rows : 1;
      }
    }
    return sizes;
  }

  /** How many values one row has; what is open is 1. */
  static long rowSize(TensorInfo info) {
    return Arrays.stream(sizes(info, 1)).reduce(1, Math::multiplyExact);
  }

  /** As {@code float[-1, 28, 28, 1]}. */
  static String describe(TensorInfo info) {
    String type = info.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT);
    return type + (info.getTensorShape().getUnknownRank() ? " of any rank" : sizes(info));
  }
}
