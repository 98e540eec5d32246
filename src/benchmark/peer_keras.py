"""The training step in Keras and TensorFlow: peer_keras.py NET BATCH STEPS fit|function"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

import peer

net, samples, batch, steps, (mode,) = peer.arguments()
if samples > 1:
    raise SystemExit("one code an image alone")
tf.config.threading.set_intra_op_parallelism_threads(peer.THREADS)
tf.config.threading.set_inter_op_parallelism_threads(peer.THREADS)


def layers(inputs, widths, outputs):
    made = [keras.Input((inputs,))]
    made += [keras.layers.Dense(width, peer.NETS[net][1]) for width in widths]
    return keras.Sequential([*made, keras.layers.Dense(outputs)])


def convolutions():
    first, second = peer.CHANNELS
    halving = dict(strides=2, padding="same")
    encoder = [
        keras.Input((784,)), keras.layers.Reshape((28, 28, 1)),
        keras.layers.Conv2D(first, 3, activation="relu", **halving),
        keras.layers.Conv2D(second, 3, activation="relu", **halving),
        keras.layers.Flatten(), keras.layers.Dense(peer.DENSE, "relu"),
        keras.layers.Dense(2 * peer.CONV_LATENT)]
    decoder = [
        keras.Input((peer.CONV_LATENT,)), keras.layers.Dense(7 * 7 * second, "relu"),
        keras.layers.Reshape((7, 7, second)),
        keras.layers.Conv2DTranspose(first, 4, activation="relu", **halving),
        keras.layers.Conv2DTranspose(1, 4, **halving), keras.layers.Flatten()]
    return keras.Sequential(encoder), keras.Sequential(decoder)


def networks():
    if net == "conv":
        return convolutions()
    hidden, activation, latent = peer.NETS[net]
    return layers(784, hidden, 2 * latent), layers(latent, hidden[::-1], 784)


class Vae(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = networks()
        self.built = True

    def train_step(self, grey):
        x = tf.cast(tf.random.uniform(tf.shape(grey)) < grey, tf.float32)
        with tf.GradientTape() as tape:
            mean, log_variance = tf.split(self.encoder(x), 2, axis=-1)
            z = mean + tf.exp(log_variance / 2) * tf.random.normal(tf.shape(mean))
            cross_entropy = tf.nn.sigmoid_cross_entropy_with_logits(x, self.decoder(z))
            rate = tf.reduce_sum(mean**2 + tf.exp(log_variance) - 1 - log_variance) / 2
            loss = (tf.reduce_sum(cross_entropy) + rate) / tf.cast(tf.shape(x)[0], tf.float32)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return {"negative_elbo": loss}


vae = Vae()
vae.compile(optimizer=keras.optimizers.Adam(peer.LEARNING_RATE))
data = peer.images()
order = peer.Shuffled(len(data), batch)
if mode == "fit":  # once: more images than an epoch has
    passes = np.resize(data, (max(steps, peer.WARM_UP_STEPS) * batch, data.shape[1]))


def fit(count):
    history = vae.fit(passes[: count * batch], batch_size=batch, epochs=1, verbose=0)
    return history.history["negative_elbo"][-1]


compiled = tf.function(vae.train_step)


def function(count):
    for _ in range(count):
        loss = compiled(tf.constant(data[order.take()]))["negative_elbo"]
    return float(loss)


train = {"fit": fit, "function": function}[mode]
peer.measure(f"keras-{mode}-{net}", samples, batch, steps, train)
