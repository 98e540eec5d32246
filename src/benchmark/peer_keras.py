"""The training step in Keras and TensorFlow: peer_keras.py NET BATCH STEPS fit|function"""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

import peer

net, batch, steps, (mode,) = peer.arguments()
tf.config.threading.set_intra_op_parallelism_threads(peer.THREADS)
tf.config.threading.set_inter_op_parallelism_threads(peer.THREADS)
hidden, activation, latent = peer.NETS[net]


def layers(inputs, widths, outputs):
    made = [keras.Input((inputs,))]
    made += [keras.layers.Dense(width, activation) for width in widths]
    return keras.Sequential([*made, keras.layers.Dense(outputs)])


class Vae(keras.Model):
    def __init__(self):
        super().__init__()
        self.encoder = layers(784, hidden, 2 * latent)
        self.decoder = layers(latent, hidden[::-1], 784)
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
peer.measure(f"keras-{mode}-{net}", batch, steps, train)
