package io.github.vaegraph.client;

import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.Part;
import io.github.vaegraph.signature.SignatureSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One way to a server: each method is one attempt of one request. */
interface Transport extends AutoCloseable {
  /** What a model says of its signatures is no longer; those of ours say it in 10 KB. */
  int MAX_METADATA_BYTES = 1 << 20;

  /**
   * The model's signatures, by name.
   *
   * @param time how long it may take
   */
  Map<String, SignatureSpec> signatures(Duration time) throws IOException;

  /**
   * Calls a signature.
   *
   * @param inputs already held against it
   * @param returns what is read of the answer
   * @param time how long it may take
   * @return rows by the output's name, one for each row of the inputs
   * @throws Busy when another attempt may succeed
   */
  Map<String, Floats> predict(
      SignatureSpec signature, List<Input> inputs, List<Part> returns, Duration time)
      throws IOException;

  @Override
  void close();
}
