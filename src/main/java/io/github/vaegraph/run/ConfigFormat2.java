package io.github.vaegraph.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code config.json} from format 1 to 2: the model's parts became texts with their arguments, the
 * latent variables an object of their own, a plain autoencoder's objective the posterior {@code
 * point}; the learning rate and the rate's weight became schedules.
 */
final class ConfigFormat2 {
  private ConfigFormat2() {}

  static ObjectNode of(ObjectNode config) {
    if (config.get("model") instanceof ObjectNode model) {
      network(model);
      latent(model);
      likelihood(model);
    }
    if (config.get("training") instanceof ObjectNode training) {
      schedules(training);
    }
    return config;
  }

  /** {@code hidden: [200, 100]} to {@code network: mlp:200,100}. */
  private static void network(ObjectNode model) {
    if (model.get("hidden") instanceof ArrayNode hidden) {
      List<String> widths = new ArrayList<>();
      hidden.forEach(width -> widths.add(width.asText()));
      model.put("network", "mlp:" + (widths.isEmpty() ? "none" : String.join(",", widths)));
      model.remove("hidden");
    }
  }

  private static void latent(ObjectNode model) {
    if (!model.has("latentDim")) {
      return;
    }
    boolean plain = model.path("objective").asText().equals("ae");
    ObjectNode latent = model.putObject("latent");
    latent.set("dim", model.remove("latentDim"));
    latent.put("prior", "normal");
    latent.put("posterior", plain ? "point" : "gaussian");
    if (plain) {
      model.put("objective", "elbo");
    }
  }

  /** {@code likelihood: gaussian} and {@code sigma: learned} to {@code gaussian:learned}. */
  private static void likelihood(ObjectNode model) {
    JsonNode sigma = model.remove("sigma");
    if (sigma != null && sigma.isTextual()) {
      model.put("likelihood", model.path("likelihood").asText() + ":" + sigma.asText());
    }
  }

  /** {@code beta: 0.5} and {@code klWarmup: 3} to {@code ramp:0.5,3}. */
  private static void schedules(ObjectNode training) {
    JsonNode warmup = training.remove("klWarmup");
    for (String name : List.of("learningRate", "beta")) {
      if (training.path(name).isNumber()) {
        String value = String.valueOf(training.get(name).doubleValue());
        boolean ramp = name.equals("beta") && warmup != null && warmup.asInt() > 0;
        training.put(name, ramp ? "ramp:" + value + "," + warmup.asInt() : value);
      }
    }
  }
}
