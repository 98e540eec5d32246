"""Writes an IDX file of so many 28x28 images, larger than memory: large_idx.py FILE COUNT

Blobs of random place and size; what they show does not matter, that they differ does.
"""

import struct
import sys

import numpy as np

path, count = sys.argv[1], int(sys.argv[2])
random = np.random.default_rng(0)
rows = np.arange(28, dtype=np.float32)
with open(path, "wb") as file:
    file.write(struct.pack(">IIII", 0x803, count, 28, 28))
    for start in range(0, count, 10_000):
        n = min(10_000, count - start)
        y, x = random.uniform(8, 20, (2, n, 1)).astype(np.float32)
        width = random.uniform(2, 5, (n, 1)).astype(np.float32)
        vertical = np.exp(-(((rows - y) / width) ** 2))
        horizontal = np.exp(-(((rows - x) / width) ** 2))
        file.write((255 * vertical[:, :, None] * horizontal[:, None, :]).astype(np.uint8).tobytes())
