package io.github.vaegraph.check;

import com.google.protobuf.BoolValue;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import com.google.protobuf.TextFormat;
import com.google.protobuf.WrappersProto;
import io.github.vaegraph.io.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a server merges requests for a version: {@code BatchingParameters} as protobuf's text. */
final class BatchingFile {
  private static final String FILE = "batching_params.pbtxt";
  private static final int MOST_BYTES = 1 << 20;
  private static final Descriptor MESSAGE = message();

  private BatchingFile() {}

  /** Reads the file as a server does, if there is one. */
  static Finding check(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Finding.untested(Rule.BATCHING, List.of("there is no " + FILE));
    }
    try {
      TextFormat.merge(RegularFile.text(file, MOST_BYTES), DynamicMessage.newBuilder(MESSAGE));
      return Finding.of(Rule.BATCHING, List.of());
    } catch (IOException e) { // its own, or protobuf's with line and column
      return Finding.of(
          Rule.BATCHING,
          List.of(
              "%s: %s".formatted(FILE, String.valueOf(e.getMessage()).replaceAll("\\s+", " "))));
    }
  }

  /** What TensorFlow Serving's session_bundle_config.proto declares; text knows no numbers. */
  private static Descriptor message() {
    String number = Int64Value.getDescriptor().getFullName();
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("BatchingParameters");
    for (String name :
        List.of(
            "max_batch_size",
            "batch_timeout_micros",
            "max_enqueued_batches",
            "num_batch_threads",
            "max_execution_batch_size")) {
      add(message, name).setTypeName("." + number);
    }
    add(message, "thread_pool_name").setTypeName("." + StringValue.getDescriptor().getFullName());
    add(message, "enable_large_batch_splitting")
        .setTypeName("." + BoolValue.getDescriptor().getFullName());
    add(message, "pad_variable_length_inputs").setType(FieldDescriptorProto.Type.TYPE_BOOL);
    add(message, "allowed_batch_sizes")
        .setType(FieldDescriptorProto.Type.TYPE_INT64)
        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setSyntax("proto3")
            .addDependency(WrappersProto.getDescriptor().getName())
            .addMessageType(message)
            .build();
    try {
      FileDescriptor[] wrappers = {WrappersProto.getDescriptor()};
      return FileDescriptor.buildFrom(file, wrappers).getMessageTypes().get(0);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException("a message declared here", e);
    }
  }

  private static FieldDescriptorProto.Builder add(DescriptorProto.Builder message, String name) {
    return message.addFieldBuilder().setName(name).setNumber(message.getFieldCount());
  }
}
