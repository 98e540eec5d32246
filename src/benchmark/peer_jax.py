"""The training step in JAX, all of it in one jit: peer_jax.py NET[:K] BATCH STEPS"""

import jax
from jax import nn, numpy as jnp, random, tree

import peer

net, samples, batch, steps, _ = peer.arguments()
activate = jnp.tanh if net == "iwae" else nn.relu


def layers(key, widths):
    shapes = list(zip(widths, widths[1:]))
    draw = nn.initializers.glorot_uniform()
    return [
        (draw(k, shape), jnp.zeros(shape[1])) for k, shape in zip(random.split(key, len(shapes)), shapes)
    ]


def apply(network, x):
    for i, (weights, bias) in enumerate(network):
        x = (activate(x) if i else x) @ weights + bias
    return x


def convolve(x, filters, up=False):
    apply = jax.lax.conv_transpose if up else jax.lax.conv_general_dilated
    return apply(x, filters, (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))


def encode(network, x):
    if net != "conv":
        return apply(network, x)
    convolutions, dense = network
    h = x.reshape(-1, 28, 28, 1)
    for filters, bias in convolutions:
        h = activate(convolve(h, filters) + bias)
    return apply(dense, h.reshape(len(x), -1))


def decode(network, z):
    if net != "conv":
        return apply(network, z)
    dense, convolutions = network
    h = activate(apply(dense, z)).reshape(-1, 7, 7, peer.CHANNELS[1])
    for i, (filters, bias) in enumerate(convolutions):
        h = convolve(activate(h) if i else h, filters, up=True) + bias
    return h.reshape(len(z), -1)


def negative_elbo(networks, x, key):
    encoder, decoder = networks
    mean, log_variance = jnp.split(encode(encoder, x), 2, axis=-1)
    z = mean + jnp.exp(log_variance / 2) * random.normal(key, mean.shape)
    logits = decode(decoder, z)
    distortion = jnp.sum(nn.softplus(logits) - x * logits)
    rate = jnp.sum(mean**2 + jnp.exp(log_variance) - 1 - log_variance) / 2
    return (distortion + rate) / len(x)


def negative_bound(networks, x, key):
    """-log (1/K) sum_k p(x|z_k) p(z_k) / q(z_k|x)"""
    encoder, decoder = networks
    mean, log_variance = jnp.split(encode(encoder, x), 2, axis=-1)
    e = random.normal(key, (samples, *mean.shape))
    z = mean + jnp.exp(log_variance / 2) * e
    logits = decode(decoder, z.reshape(-1, z.shape[-1])).reshape(samples, *x.shape)
    log_weights = jnp.sum(x * logits - nn.softplus(logits), -1)
    log_weights += jnp.sum(e**2 + log_variance - z**2, -1) / 2
    return -jnp.mean(nn.logsumexp(log_weights, 0) - jnp.log(samples))


def step(networks, m, v, t, grey, key):
    key, pixels, noise = random.split(key, 3)
    x = random.bernoulli(pixels, grey).astype(jnp.float32)
    loss, gradient = jax.value_and_grad(negative_elbo if samples == 1 else negative_bound)(networks, x, noise)
    t = t + 1
    m = tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, gradient)
    v = tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, gradient)
    rate = peer.LEARNING_RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    networks = tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + 1e-8), networks, m, v)
    return networks, m, v, t, loss, key


step = jax.jit(step, donate_argnums=(0, 1, 2))
data = peer.images()
order = peer.Shuffled(len(data), batch)
key, encoder_key, decoder_key = random.split(random.PRNGKey(0), 3)


def filters(key, side, channels):
    draw = nn.initializers.he_normal()
    return [
        (draw(k, (side, side, *pair)), jnp.zeros(pair[1]))
        for k, pair in zip(random.split(key, 2), zip(channels, channels[1:]))
    ]


def created():
    if net == "conv":
        first, second = peer.CHANNELS
        features = 7 * 7 * second
        up, down = random.split(encoder_key), random.split(decoder_key)
        return (
            (filters(up[0], 3, [1, first, second]),
             layers(up[1], [features, peer.DENSE, 2 * peer.CONV_LATENT])),
            (layers(down[0], [peer.CONV_LATENT, features]), filters(down[1], 4, [second, first, 1])),
        )
    hidden, _, latent = peer.NETS[net]
    return (
        layers(encoder_key, [784, *hidden, 2 * latent]),
        layers(decoder_key, [latent, *reversed(hidden), 784]),
    )


networks = created()
state = (networks, tree.map(jnp.zeros_like, networks), tree.map(jnp.zeros_like, networks), 0.0)


def train(count):
    global state, key
    for _ in range(count):
        *updated, loss, key = step(*state, data[order.take()], key)
        state = tuple(updated)
    return float(loss)


peer.measure(f"jax-jit-{net}", samples, batch, steps, train)
