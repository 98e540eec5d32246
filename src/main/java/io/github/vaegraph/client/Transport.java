package io.github.vaegraph.client;

import io.github.vaegraph.signature.Floats;
import io.github.vaegraph.signature.Input;
import io.github.vaegraph.signature.SignatureSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One way to a server: each method is one attempt of one request. */
interface Transport extends AutoCloseable {
  /** The model's signatures, by name. */
  Map<String, SignatureSpec> signatures() throws IOException;

  /**
   * Calls a signature.
   *
   * @param inputs already held against it
   * @return rows by the output's name, one for each row of the inputs
   * @throws Busy when another attempt may succeed
   */
  Map<String, Floats> predict(SignatureSpec signature, List<Input> inputs) throws IOException;

  @Override
  void close();
}
