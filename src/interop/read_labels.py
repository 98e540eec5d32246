#!/usr/bin/env python3
"""Whether a conditional model draws the class that it is asked for.

A small classifier is trained on real images, and reads what the export's signature `generate` draws:

    python src/interop/read_labels.py savedmodel/mnist/1 folder/of/idx/files [--count 2000]

Needs Python's TensorFlow; src/interop/requirements.txt has the version.
"""

import argparse
import gzip
import pathlib

import numpy as np
import tensorflow as tf


def idx(folder, name):
    (path,) = (p for p in sorted(folder.iterdir()) if p.name.startswith(name))
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rb") as file:
        data = file.read()
    sides = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(sides)


def classifier(images, labels):
    model = tf.keras.Sequential(
        [
            tf.keras.layers.Conv2D(32, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Conv2D(64, 3, activation="relu"),
            tf.keras.layers.MaxPooling2D(),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dropout(0.3),
            tf.keras.layers.Dense(int(labels.max()) + 1),
        ]
    )
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    model.fit(images, labels, batch_size=128, epochs=3, verbose=2)
    return model


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("model", help="an exported version's folder")
    arguments.add_argument("data", type=pathlib.Path, help="a folder of IDX files, as MNIST's")
    arguments.add_argument("--count", type=int, default=2000, help="pictures to draw")
    given = arguments.parse_args()

    tf.keras.utils.set_random_seed(0)
    images = idx(given.data, "train-images")[..., None] / np.float32(255)
    reader = classifier(images, idx(given.data, "train-labels").astype(np.int64))
    real = idx(given.data, "t10k-images")[..., None] / np.float32(255)
    real_labels = idx(given.data, "t10k-labels")
    read = reader.predict(real, verbose=0).argmax(1)
    print(f"real test images   {100 * (read == real_labels).mean():.2f}% read rightly")

    loaded = tf.saved_model.load(given.model)
    classes = int(real_labels.max()) + 1
    labels = np.arange(given.count, dtype=np.int64) % classes
    drawn = loaded.signatures["generate"](
        seed=tf.range(given.count, dtype=tf.int64), label=tf.constant(labels)
    )["image"]
    read = reader.predict(drawn.numpy(), verbose=0).argmax(1)
    for label in range(classes):
        as_asked = (read == labels)[labels == label].mean()
        print(f"  asked for {label}      {100 * as_asked:.1f}% read as it")
    print(f"{given.count} generated      {100 * (read == labels).mean():.2f}% read as asked")


if __name__ == "__main__":
    main()
