"""What the peers share: the nets, MNIST, and the line that every benchmark prints."""

import gzip
import os
import pathlib
import sys
import time

import numpy as np

THREADS = len(os.sched_getaffinity(0))
LEARNING_RATE = 1e-3
WARM_UP_STEPS = 100

# hidden widths from the image on (the decoder mirrors them), activation, latent dimensions
NETS = {"mlp": ([400], "relu", 20), "iwae": ([200, 200], "tanh", 50)}

# conv: filters of 3x3 that halve 28 to 14 and 7, a dense layer, and filters of 4x4 that lead back
CHANNELS, DENSE, CONV_LATENT = (32, 64), 128, 20


def images():
    """The 60,000 training images of MNIST as float32 [N, 784] in [0, 1]."""
    root = pathlib.Path(os.environ["VAEGRAPH_DATA"])
    for folder in (root / "mnist", root):
        file = folder / "train-images-idx3-ubyte.gz"
        if file.exists():
            pixels = np.frombuffer(gzip.open(file).read(), np.uint8, offset=16)
            return pixels.reshape(-1, 784).astype(np.float32) / 255
    sys.exit(f"{root}: expected mnist/train-images-idx3-ubyte.gz, found none")


def arguments():
    """NET[:K] BATCH STEPS, and what else a peer takes: of K codes an image, the bound is IWAE's."""
    net, batch, steps, *rest = sys.argv[1:]
    net, _, samples = net.partition(":")
    return net, int(samples or 1), int(batch), int(steps), rest


class Shuffled:
    """Batches of indices, every image once an epoch."""

    def __init__(self, count, batch):
        self.random = np.random.default_rng(0)
        self.count, self.batch = count, batch
        self.order, self.next = self.random.permutation(count), 0

    def take(self):
        if self.next + self.batch > self.count:
            self.order, self.next = self.random.permutation(self.count), 0
        self.next += self.batch
        return self.order[self.next - self.batch : self.next]


def measure(name, samples, batch, steps, train):
    """Times train(steps), which returns the last loss, once for each line on standard input."""
    train(WARM_UP_STEPS)
    for _ in sys.stdin:
        start = time.perf_counter()
        loss = train(steps)
        seconds = time.perf_counter() - start
        print(
            f"{name} batch={batch} k={samples} step_ms={1e3 * seconds / steps:.3f}"
            f" img_s={steps * batch / seconds:.0f} loss={loss:.2f}",
            flush=True,
        )
