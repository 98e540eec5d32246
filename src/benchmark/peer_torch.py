"""The training step in PyTorch: peer_torch.py NET[:K] BATCH STEPS eager|compile"""

import math

import torch
from torch import nn
from torch.nn import functional as F

import peer

net, samples, batch, steps, (mode,) = peer.arguments()
torch.set_num_threads(peer.THREADS)
torch.manual_seed(0)


def layers(widths):
    """Fully connected layers with an activation between them."""
    made = []
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:])):
        if i:
            made.append(nn.ReLU() if activation == "relu" else nn.Tanh())
        made.append(nn.Linear(inputs, outputs))
    return nn.Sequential(*made)


def convolutions():
    first, second = peer.CHANNELS
    features = 7 * 7 * second
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, first, 3, 2, 1), nn.ReLU(), nn.Conv2d(first, second, 3, 2, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(features, peer.DENSE), nn.ReLU(),
        nn.Linear(peer.DENSE, 2 * peer.CONV_LATENT))
    decoder = nn.Sequential(
        nn.Linear(peer.CONV_LATENT, features), nn.ReLU(), nn.Unflatten(1, (second, 7, 7)),
        nn.ConvTranspose2d(second, first, 4, 2, 1), nn.ReLU(),
        nn.ConvTranspose2d(first, 1, 4, 2, 1), nn.Flatten())
    return encoder, decoder


if net == "conv":
    encoder, decoder = convolutions()
else:
    hidden, activation, latent = peer.NETS[net]
    encoder = layers([784, *hidden, 2 * latent])
    decoder = layers([latent, *reversed(hidden), 784])
parameters = [*encoder.parameters(), *decoder.parameters()]
adam = torch.optim.Adam(parameters, peer.LEARNING_RATE, fused=True)


def negative_elbo(x):
    mean, log_variance = encoder(x).chunk(2, -1)
    z = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
    distortion = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="sum")
    rate = (mean.square() + log_variance.exp() - 1 - log_variance).sum() / 2
    return (distortion + rate) / len(x)


def negative_bound(x):
    """-log (1/K) sum_k p(x|z_k) p(z_k) / q(z_k|x)"""
    mean, log_variance = encoder(x).chunk(2, -1)
    e = torch.randn(samples, *mean.shape)
    z = mean + torch.exp(log_variance / 2) * e
    logits = decoder(z.flatten(0, 1)).unflatten(0, (samples, len(x)))
    likelihood = F.binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction="none")
    log_weights = (e.square() + log_variance - z.square()).sum(-1) / 2 - likelihood.sum(-1)
    return -(torch.logsumexp(log_weights, 0) - math.log(samples)).mean()


loss_of = negative_elbo if samples == 1 else negative_bound
loss_of = torch.compile(loss_of) if mode == "compile" else loss_of
data = torch.tensor(peer.images())
order = peer.Shuffled(len(data), batch)


def train(count):
    for _ in range(count):
        x = torch.bernoulli(data[order.take()])
        adam.zero_grad(set_to_none=True)
        loss = loss_of(x)
        loss.backward()
        adam.step()
    return loss.item()


peer.measure(f"torch-{mode}-{net}", samples, batch, steps, train)
