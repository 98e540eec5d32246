package io.github.vaegraph.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import io.grpc.ManagedChannel;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tensorflow.serving.GetModelMetadata.GetModelMetadataRequest;
import tensorflow.serving.ModelServerConfigOuterClass.ModelServerConfig;
import tensorflow.serving.MonitoringConfigOuterClass.MonitoringConfig;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.PredictionServiceGrpc;
import tensorflow.serving.PredictionServiceGrpc.PredictionServiceBlockingStub;

/** What {@code savedmodel/README.md} tells people to type, and the files it speaks of. */
final class ServingReadmeTest {
  private static final Path FOLDER = Path.of("savedmodel");
  private static final Pattern CURL =
      Pattern.compile("(?m)^    curl (?:-d (?:'([^']*)'|@(\\S+)) )?http://localhost:8501(\\S+)$");
  private static final Pattern GRPCURL =
      Pattern.compile("(?m)^    ask -d '([^']*)' localhost:8500 (\\S+)$");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static StandInServer server;
  private static String readme = "";

  @BeforeAll
  static void start() throws IOException {
    server = new StandInServer(FOLDER.resolve("digits/1"));
    readme = Files.readString(FOLDER.resolve("README.md"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<MatchResult> examples(Pattern pattern, String command) {
    List<MatchResult> examples = pattern.matcher(readme).results().toList();
    // None is overlooked because it is written otherwise.
    assertThat(examples)
        .hasSize((int) readme.lines().filter(l -> l.startsWith("    " + command + " ")).count());
    return examples;
  }

  @Test
  void everyCurlExampleIsAnswered() throws IOException, InterruptedException {
    Set<String> called = new TreeSet<>();
    HttpClient http = HttpClient.newHttpClient();
    for (MatchResult example : examples(CURL, "curl")) {
      String file = example.group(2);
      String body = file == null ? example.group(1) : Files.readString(Path.of(file));
      HttpRequest.Builder request = HttpRequest.newBuilder(server.url().resolve(example.group(3)));
      if (body != null) {
        request.POST(BodyPublishers.ofString(body));
        called.add(JSON.readTree(body).path("signature_name").asText());
      }
      HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(example.group() + answer.body()).isEqualTo(200);
      JsonNode json = JSON.readTree(answer.body());
      assertThat(json.has("error")).as(answer.body()).isFalse();
      if (body != null) {
        assertThat(json.has("predictions") || json.has("outputs")).isTrue();
      }
    }
    assertThat(called).isEqualTo(signatures());
  }

  @Test
  void everyGrpcurlExampleIsAnswered() throws IOException {
    Set<String> called = new TreeSet<>();
    ManagedChannel channel =
        OkHttpChannelBuilder.forAddress("localhost", server.grpcPort()).usePlaintext().build();
    try {
      PredictionServiceBlockingStub stub = PredictionServiceGrpc.newBlockingStub(channel);
      for (MatchResult example : examples(GRPCURL, "ask")) {
        if (example.group(2).equals("tensorflow.serving.PredictionService/Predict")) {
          PredictRequest.Builder builder = PredictRequest.newBuilder();
          JsonFormat.parser().merge(example.group(1), builder);
          PredictRequest request = builder.build();
          assertThat(stub.predict(request).getOutputsCount()).isPositive();
          called.add(request.getModelSpec().getSignatureName());
        } else {
          assertThat(example.group(2))
              .isEqualTo("tensorflow.serving.PredictionService/GetModelMetadata");
          GetModelMetadataRequest.Builder request = GetModelMetadataRequest.newBuilder();
          JsonFormat.parser().merge(example.group(1), request);
          assertThat(stub.getModelMetadata(request.build()).getMetadataMap())
              .containsKey("signature_def");
        }
      }
    } finally {
      channel.shutdownNow();
    }
    assertThat(called).isEqualTo(signatures());
  }

  /** Every signature but the one that is another's second name. */
  private static Set<String> signatures() {
    Set<String> names = new TreeSet<>(server.model().signatures().keySet());
    names.remove("serving_default");
    return names;
  }

  @Test
  void configurationsAreTheServersMessages() throws IOException {
    ModelServerConfig models =
        TextFormat.parse(
            Files.readString(FOLDER.resolve("models.config")), ModelServerConfig.class);
    var digits = models.getModelConfigList().getConfig(0);
    // The versions and the label are those of the clone's own model.
    for (long version : digits.getModelVersionPolicy().getSpecific().getVersionsList()) {
      assertThat(FOLDER.resolve(digits.getName()).resolve("" + version)).isDirectory();
    }
    assertThat(digits.getModelVersionPolicy().getSpecific().getVersionsList())
        .containsAll(digits.getVersionLabelsMap().values());
    assertThat(digits.getBasePath()).isEqualTo("/models/" + digits.getName());
    MonitoringConfig monitoring =
        TextFormat.parse(
            Files.readString(FOLDER.resolve("monitoring.config")), MonitoringConfig.class);
    String address = "http://localhost:8501" + monitoring.getPrometheusConfig().getPath();
    assertThat(readme).contains(address);
    String compose = Files.readString(FOLDER.resolve("compose.yaml"));
    assertThat(compose).contains("/models/models.config", "/models/monitoring.config");
  }
}
