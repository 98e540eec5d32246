"""Exports the network of an exported model of VaeGraph's with Keras, to time both in one runtime.

    python src/benchmark/serving_keras.py SAVEDMODEL OUT

SAVEDMODEL is a version's folder of a Bernoulli model of mlp or conv with ReLU; conv wants sides
that halve without a rest. The Keras model gets the same
weights and the same signatures, written as a user of Keras writes them: layers, and ExportArchive
endpoints. Noise has a seed a row, as a server that merges requests needs it: tf.map_fn over
tf.random.stateless_normal.
"""

import json
import pathlib
import sys

import keras
import tensorflow as tf

SCORE_SAMPLES = 64


def dense(reader, name, activation=None):
    weights = reader.get_tensor(name + ".weights")
    layer = keras.layers.Dense(weights.shape[1], activation=activation)
    layer.build((None, weights.shape[0]))
    layer.set_weights([weights, reader.get_tensor(name + ".bias")])
    return layer


def convolution(reader, name, kind, activation=None):
    filters = reader.get_tensor(name + ".filters")
    biased = reader.has_tensor(name + ".bias")
    outputs, inputs = filters.shape[3:1:-1] if kind is keras.layers.Conv2D else filters.shape[2:]
    layer = kind(
        outputs, filters.shape[0], strides=2, padding="same", activation=activation, use_bias=biased)
    layer.build((None, None, None, inputs))
    layer.set_weights([filters] + ([reader.get_tensor(name + ".bias")] if biased else []))
    return layer


class Bias(keras.layers.Layer):
    """One value for each of a row's, as a Dense layer adds."""

    def __init__(self, values):
        super().__init__()
        self.bias = self.add_weight(shape=values.shape, initializer=lambda *_, **__: values)

    def call(self, x):
        return x + self.bias


def networks(reader, network, image, latent):
    """Encoder and decoder, the layers that the exported model has."""
    kind, _, widths = network.partition(":")
    count = len(widths.split(","))
    if kind == "mlp":
        encoder = [keras.layers.Flatten()]
        encoder += [dense(reader, f"encoder.hidden{i}", "relu") for i in range(count)]
        decoder = [dense(reader, f"decoder.hidden{i}", "relu") for i in range(count)]
        decoder += [dense(reader, "decoder.outputs")]
    else:
        assert kind == "conv"
        encoder = [
            convolution(reader, f"encoder.conv{i}", keras.layers.Conv2D, "relu") for i in range(count)]
        encoder += [keras.layers.Flatten(), dense(reader, "encoder.hidden0", "relu")]
        sides = [-(-side // 2**count) for side in image[:2]]
        decoder = [
            dense(reader, "decoder.hidden0", "relu"),
            keras.layers.Reshape([*sides, int(widths.split(",")[-1])])]
        decoder += [
            convolution(
                reader, f"decoder.conv{i}", keras.layers.Conv2DTranspose,
                "relu" if i < count - 1 else None)
            for i in range(count)]
        decoder += [keras.layers.Flatten(), Bias(reader.get_tensor("decoder.outputs.bias"))]
    encoder += [dense(reader, "encoder.posterior")]
    return (
        keras.Sequential([keras.Input(image), *encoder]),
        keras.Sequential([keras.Input([latent]), *decoder]))


def main(exported, out):
    config = json.loads((exported / "assets.extra/config.json").read_text())["model"]
    assert config["likelihood"] == "bernoulli" and config["activation"] == "relu"
    image = [int(size) for size in config["image"].split("x")]
    old = "hidden" in config  # of format 1
    latent = config["latentDim"] if old else config["latent"]["dim"]
    network = "mlp:" + ",".join(map(str, config["hidden"])) if old else config["network"]
    reader = tf.train.load_checkpoint(str(exported / "variables/variables"))
    encoder, decoder = networks(reader, network, image, latent)

    def posterior(images):
        mean, raw = tf.split(encoder(images), 2, axis=1)
        return mean, 20 * tf.tanh(raw / 20)

    def decoded(codes):
        return tf.reshape(tf.sigmoid(decoder(codes)), [-1] + image)

    def noise(seeds, samples=1):
        draw = lambda seed: tf.random.stateless_normal(
            [samples, latent], tf.stack([seed, tf.zeros_like(seed)]))
        return tf.map_fn(draw, seeds, fn_output_signature=tf.TensorSpec([samples, latent]))

    def encode(images):
        mean, log_variance = posterior(images)
        return {"mean": mean, "log_variance": log_variance}

    def generate(seeds):
        codes = noise(seeds)[:, 0]
        return {"image": decoded(codes), "z": codes}

    def sample(images, seeds):
        mean, log_variance = posterior(images)
        codes = mean + tf.exp(log_variance / 2) * noise(seeds)[:, 0]
        return {"z": codes, "image": decoded(codes)}

    def interpolate(start, end, position):
        a, b = posterior(start)[0], posterior(end)[0]
        return {"image": decoded(a + position[:, None] * (b - a))}

    def score(images, seeds):
        x = tf.reshape(images, [-1, 1, image[0] * image[1] * image[2]])
        mean, log_variance = posterior(images)
        deviation = tf.exp(log_variance / 2)
        eps = noise(seeds, SCORE_SAMPLES)
        codes = mean[:, None] + deviation[:, None] * eps
        logits = tf.reshape(decoder(tf.reshape(codes, [-1, latent])), [-1, SCORE_SAMPLES, x.shape[2]])
        likelihood = tf.reduce_sum(x * logits - tf.nn.softplus(logits), axis=2)
        rate = tf.reduce_sum(mean**2 + tf.exp(log_variance) - 1 - log_variance, axis=1) / 2
        # log p(z) - log q(z|x): the constants cancel
        ratio = tf.reduce_sum(eps**2 + log_variance[:, None] - codes**2, axis=2) / 2
        bound = tf.reduce_logsumexp(likelihood + ratio, axis=1) - tf.math.log(float(SCORE_SAMPLES))
        return {"elbo": tf.reduce_mean(likelihood, axis=1) - rate, "log_likelihood": bound}

    images = tf.TensorSpec([None] + image, tf.float32, "image")
    seeds = tf.TensorSpec([None], tf.int64, "seed")
    archive = keras.export.ExportArchive()
    archive.track(encoder)
    archive.track(decoder)
    archive.add_endpoint("serving_default", encode, [images])
    archive.add_endpoint("encode", encode, [images])
    archive.add_endpoint("generate", generate, [seeds])
    archive.add_endpoint(
        "decode", lambda z: {"image": decoded(z)}, [tf.TensorSpec([None, latent], tf.float32, "z")])
    archive.add_endpoint(
        "reconstruct", lambda x: {"image": decoded(posterior(x)[0])}, [images])
    archive.add_endpoint("sample", sample, [images, seeds])
    archive.add_endpoint("score", score, [images, seeds])
    archive.add_endpoint(
        "interpolate", interpolate,
        [tf.TensorSpec([None] + image, tf.float32, "start"),
         tf.TensorSpec([None] + image, tf.float32, "end"),
         tf.TensorSpec([None], tf.float32, "position")])
    archive.write_out(str(out), verbose=False)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
