package io.github.vaegraph.cli;

import static io.github.vaegraph.client.HostileServer.answer;
import static io.github.vaegraph.client.HostileServer.endless;
import static io.github.vaegraph.client.HostileServer.floats;
import static io.github.vaegraph.client.HostileServer.json;
import static io.github.vaegraph.client.HostileServer.ok;
import static io.github.vaegraph.client.HostileServer.shape;
import static io.github.vaegraph.client.HostileServer.signatures;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.github.vaegraph.client.HostileServer;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import tensorflow.serving.GetModelMetadata.SignatureDefMap;
import tensorflow.serving.Predict.PredictResponse;

/**
 * Whatever a server does, {@code vae request} ends in one line within the time that it was given,
 * and writes no file that is not true.
 */
final class HostileServersTest {
  private static final double TIMEOUT = 0.7;
  private static final double SLACK = 2; // of a machine that does other things
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String ESCAPES = "\u001b]0;x\u0007\u009b31m\u202eevil\u2028next\u200b";

  /** Two pictures of ones with their codes, as an honest server answers. */
  private static final String HONEST =
      "{\"outputs\": {\"image\": [%s, %s], \"z\": [[1, 2], [3, 4]]}}"
          .formatted(picture(), picture());

  @TempDir Path folder = Path.of("");

  private static String picture() {
    return "[" + "[[1.0], [1.0], [1.0], [1.0]],".repeat(3) + "[[1.0], [1.0], [1.0], [1.0]]]";
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        bad("a byte now and then", "no whole answer within 0.7 s", endless(HEAD + "\r\n", " ", 50)),
        bad("a body without end", "", endless(HEAD + "\r\n", "0".repeat(1 << 20), 0)),
        bad("headers without end", "", endless(HEAD, "X-Header: " + "x".repeat(9000) + "\r\n", 0)),
        bad("one header without end", "", endless(HEAD + "X: ", "x".repeat(1 << 16), 0)),
        bad("a status without end", "", endless("HTTP/1.1 200 ", "x".repeat(1 << 16), 0)),
        bad("no HTTP", "is it TensorFlow Serving's REST", raw("+OK ready\r\n\r\n")),
        bad("nothing", "broke off", raw("")),
        bad("no body", "image: expected an array", ok("")),
        bad(
            "chunks that are none",
            "",
            raw(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nrubbish")),
        bad(
            "a vast chunk",
            "",
            raw(HEAD + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{")),
        bad("a length below 0", "", raw(HEAD + "Content-Length: -5\r\n\r\n{}")),
        bad("half of what was promised", "broke off", raw(HEAD + "Content-Length: 99\r\n\r\n{")),
        bad(
            "something compressed",
            "expected JSON",
            answer("200 OK", "Content-Encoding: gzip\r\n", "\u001f\u0000\u0000")),
        bad("arrays in arrays", "expected JSON", ok("{\"outputs\": " + "[".repeat(1 << 20))),
        bad("arrays beside", "expected JSON", ok("{\"other\": " + "[".repeat(1 << 20))),
        bad("a long number", "expected JSON", ok(HONEST.replace("3,", "3".repeat(1 << 20) + ","))),
        bad("text for numbers", "expected a number, the answer holds text", with("\"NaN\"")),
        bad("nothing for a number", "expected a number", with("null")),
        bad("truth for a number", "expected a number", with("true")),
        bad("an array for a number", "expected a number, the answer holds an array", with("[3]")),
        bad("a row less", "holds 1 entries on axis 0", ok(HONEST.replace(", [3, 4]", ""))),
        bad("a row more", "more than 2 entries on axis 0", with("3, 4], [5")),
        bad("a ragged row", "more than 2 entries on axis 1", with("3, 3")),
        bad("a short row", "1 entries on axis 1", ok(HONEST.replace("3, 4", "3"))),
        bad("a missing output", "z: expected an array", ok(HONEST.replace("\"z\"", "\"y\""))),
        bad("more behind the end", "expected JSON", ok(HONEST + "}")),
        bad("other bytes", "expected JSON", ok(HONEST.replace("3,", "\u0000,"))),
        bad(
            "a redirect to a file",
            "a redirect to file:///etc/passwd",
            answer("302 Found", "Location: file:///etc/passwd\r\n", "")),
        bad(
            "a redirect elsewhere",
            "a redirect to http://***@elsewhere/",
            answer("307 Temporary Redirect", "Location: http://a:b@elsewhere/\r\n", "")),
        bad(
            "errors that steer terminals",
            "server says: \\u001b]0;x\\u0007\\u009b31m\\u202eevil next\\u200b",
            answer("500 No", "", "{\"error\": \"" + escaped(ESCAPES) + "\"}")),
        bad(
            "an error without end",
            "longer than",
            endless("HTTP/1.1 500 No\r\n\r\n{\"error\": \"", "x".repeat(1 << 16), 0)),
        bad("an error of arrays", "HTTP 500", answer("500 No", "", "[".repeat(1 << 19))),
        bad(
            "a long wish",
            "asks to come back in 315360000 s",
            answer("503 Busy", "Retry-After: 315360000\r\n", "{\"error\": \"busy\"}")),
        bad(
            "a longer wish",
            "asks to come back in 31536000000000 s",
            answer("503 Busy", "Retry-After: 31536000000000\r\n", "{\"error\": \"busy\"}")),
        bad(
            "a wish that is none",
            "busy (2 attempts)",
            answer("503 Busy", "Retry-After: -1\r\n", "{\"error\": \"busy\"}")),
        bad("busy for ever", "(2 attempts)", answer("429 Busy", "Retry-After: 0\r\n", "")));
  }

  private static HostileServer.Answer raw(String bytes) {
    return out -> {
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    };
  }

  /** The honest answer with this in place of a number. */
  private static HostileServer.Answer with(String value) {
    return ok(HONEST.replace("3,", value + ","));
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    text.chars().forEach(c -> json.append("\\u%04x".formatted(c)));
    return json.toString();
  }

  private static Arguments bad(String name, String words, HostileServer.Answer answer) {
    return Arguments.of(name, words, answer);
  }

  /** Draws two pictures, and tells how long that took. */
  private void assertRefused(String words, Object... server) {
    Path out = folder.resolve("out.png");
    List<Object> args = new ArrayList<>(List.of("request", "generate", "--model", "digits"));
    args.addAll(List.of("--count", 2, "--timeout", TIMEOUT, "--retries", 1, "--out", out));
    args.addAll(Arrays.asList(server));
    long begun = System.nanoTime();
    Vae run = Vae.run(args.toArray());
    double seconds = (System.nanoTime() - begun) / 1e9;
    run.refused(words);
    assertThat(run.err()).matches("[\\P{C}\\n]*").hasSizeLessThan(4200);
    // The signatures are asked for, and then the pictures: two requests of two attempts.
    assertThat(seconds).isLessThan(2 * 2 * TIMEOUT + SLACK);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void answersOverRestAreNotBelieved(String name, String words, HostileServer.Answer answer)
      throws IOException {
    try (HostileServer server = HostileServer.rest(ok(json(signatures())), answer)) {
      assertRefused(words, "--url", server.url());
    }
    try (HostileServer server = HostileServer.rest(answer, answer)) {
      assertRefused("", "--url", server.url()); // nor when the signatures are asked for
    }
  }

  @Test
  void honestAnswersAreTaken() throws IOException {
    Path out = folder.resolve("out.png");
    try (HostileServer server = HostileServer.rest(ok(json(signatures())), ok(HONEST))) {
      Vae.run(
              "request",
              "generate",
              "--model",
              "m",
              "--count",
              2,
              "--url",
              server.url(),
              "--out",
              out)
          .succeeded();
    }
    assertThat(out).isNotEmptyFile();
  }

  static Stream<Arguments> metadata() {
    return Stream.of(
        said("a side of 2^40", "found float32 [N, 1099511627776]", "decode", "z", -1, 1L << 40),
        said("a side of 0", "found float32 [N, 0]", "decode", "z", -1, 0),
        said("a side below -1", "float32 [N, N]", "decode", "z", -1, Long.MIN_VALUE),
        said("an open side", "float32 [N, N]", "decode", "z", -1, -1),
        said("rows that are settled", "found float32 [1, 2]", "decode", "z", 1, 2),
        said("no rows", "found float32 []", "decode", "z"),
        said("sides whose product wraps", "", "decode", "image", -1, 1L << 32, 1L << 32, 1),
        said("2^31 values a row", "", "decode", "image", -1, 1L << 15, 1L << 15, 2),
        said("2^25 values a row", "", "decode", "image", -1, 1L << 12, 1L << 12, 2),
        said("an image of other sides", "as image of", "generate", "image", -1, 2, 8, 1),
        said("codes of another width", "mean as float32 [N, 2]", "encode", "mean", -1, 4),
        said("a matrix of nats", "elbo as float32 [N]", "score", "elbo", -1, 2),
        Arguments.of("axes without number", "...]", sized("decode", "z", new long[10_000])),
        Arguments.of(
            "other numbers",
            "found int64 [N, 2]",
            signatures("decode", "z", t -> t.toBuilder().setDtype(DataType.DT_INT64).build())),
        Arguments.of(
            "an unknown rank",
            "found float32 []",
            signatures(
                "decode",
                "z",
                t ->
                    t.toBuilder()
                        .setTensorShape(shape(List.of()).toBuilder().setUnknownRank(true))
                        .build())),
        Arguments.of("no signature", "has none", SignatureDefMap.getDefaultInstance()),
        Arguments.of("many signatures", "others", many(4000, 50)),
        Arguments.of("vast names", "longer than 1048576 bytes", many(3, 1 << 20)),
        Arguments.of("names that steer terminals", "\\u001b", named(ESCAPES)));
  }

  private static Arguments said(
      String name, String words, String signature, String part, long... sides) {
    return Arguments.of(name, words, sized(signature, part, sides));
  }

  private static SignatureDefMap sized(String signature, String part, long... sides) {
    return signatures(
        signature,
        part,
        t -> t.toBuilder().setTensorShape(shape(Arrays.stream(sides).boxed().toList())).build());
  }

  private static SignatureDefMap many(int count, int length) {
    SignatureDefMap.Builder all = SignatureDefMap.newBuilder();
    for (int i = 0; i < count; i++) {
      all.putSignatureDef("n".repeat(length) + i, signatures().getSignatureDefOrThrow("encode"));
    }
    return all.build();
  }

  private static SignatureDefMap named(String name) {
    return SignatureDefMap.newBuilder()
        .putSignatureDef(name, signatures().getSignatureDefOrThrow("encode"))
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("metadata")
  void signaturesAreHeldToOurs(String name, String words, SignatureDefMap said) throws IOException {
    try (HostileServer server = HostileServer.rest(ok(json(said)), ok(HONEST))) {
      // Written out as JSON it may be longer than what is read.
      assertRefused(name.equals("many signatures") ? "" : words, "--url", server.url());
    }
    try (HostileServer server = HostileServer.grpc(said, PredictResponse.getDefaultInstance())) {
      assertRefused(words, "--grpc", server.address());
    }
  }

  static Stream<Arguments> tensors() {
    List<Long> sides = List.of(2L, 2L);
    TensorProto sound = floats(sides, 1, 2, 3, 4);
    byte[] bytes = new byte[16];
    return Stream.of(
        Arguments.of("another type", "float64", sound.toBuilder().setDtype(DataType.DT_DOUBLE)),
        Arguments.of("an unknown type", "unrecognized", sound.toBuilder().setDtypeValue(777)),
        Arguments.of("a row more", "float32 [3, 2]", floats(List.of(3L, 2L), new float[6])),
        Arguments.of("an axis more", "[2, 2, 1]", floats(List.of(2L, 2L, 1L), 1, 2, 3, 4)),
        Arguments.of("a product that wraps", "", shaped(sound, 1L << 33, 1L << 33)),
        Arguments.of("sides below 0", "[N, N]", shaped(sound, -2, -2)),
        Arguments.of("no sides", "float32 []", shaped(sound)),
        Arguments.of(
            "an unknown rank",
            "float32 []",
            sound.toBuilder().setTensorShape(shape(List.of()).toBuilder().setUnknownRank(true))),
        Arguments.of("no values", "0 bytes and 0 values", sound.toBuilder().clearFloatVal()),
        Arguments.of("a value less", "0 bytes and 3 values", floats(sides, 1, 2, 3)),
        Arguments.of("a value more", "0 bytes and 5 values", floats(sides, 1, 2, 3, 4, 5)),
        Arguments.of("both forms", "16 bytes and 4 values", content(sound.toBuilder(), bytes)),
        Arguments.of(
            "bytes too many",
            "17 bytes and 0 values",
            content(sound.toBuilder().clearFloatVal(), new byte[17])),
        Arguments.of(
            "bytes too few",
            "15 bytes and 0 values",
            content(sound.toBuilder().clearFloatVal(), new byte[15])));
  }

  private static TensorProto.Builder shaped(TensorProto tensor, long... sides) {
    return tensor.toBuilder().setTensorShape(shape(Arrays.stream(sides).boxed().toList()));
  }

  private static TensorProto.Builder content(TensorProto.Builder tensor, byte[] bytes) {
    return tensor.setTensorContent(ByteString.copyFrom(bytes));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tensors")
  void tensorsAreHeldToTheirSignature(String name, String words, Object codes) throws IOException {
    TensorProto tensor =
        codes instanceof TensorProto.Builder builder ? builder.build() : (TensorProto) codes;
    PredictResponse answer =
        PredictResponse.newBuilder()
            .putOutputs("image", floats(List.of(2L, 4L, 4L, 1L), new float[32]))
            .putOutputs("z", tensor)
            .build();
    try (HostileServer server = HostileServer.grpc(signatures(), answer)) {
      assertRefused(words, "--grpc", server.address());
    }
  }

  @Test
  void missingTensorsAreNamed() throws IOException {
    PredictResponse answer =
        PredictResponse.newBuilder()
            .putOutputs(ESCAPES, floats(List.of(2L, 4L, 4L, 1L), new float[32]))
            .build();
    try (HostileServer server = HostileServer.grpc(signatures(), answer)) {
      assertRefused(
          "expected the output image, the answer holds [\\u001b", "--grpc", server.address());
    }
  }

  @Test
  void wordsOverGrpcAreEscapedAndSilenceEnds() throws IOException {
    try (HostileServer server = HostileServer.grpc(Status.INTERNAL.withDescription(ESCAPES))) {
      assertRefused("INTERNAL, the server says: \\u001b]0;x\\u0007", "--grpc", server.address());
    }
    try (HostileServer server = HostileServer.grpc(Status.OK)) {
      assertRefused("no whole answer within 0.7 s", "--grpc", server.address());
    }
    try (HostileServer server =
        HostileServer.grpc(Status.UNAVAILABLE.withDescription("for ever"))) {
      assertRefused("for ever (2 attempts)", "--grpc", server.address());
    }
  }
}
