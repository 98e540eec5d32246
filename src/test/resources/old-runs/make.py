"""Made what lies beside it, with the program as it was before its JSON files said their format:

    python3 make.py VAE HOME

VAE is that program's launcher. HOME is an empty folder, whose path becomes @HOME@ in the files; the
tests put a folder of theirs in its place. Nothing here is made anew when the program changes: that
is what the files are for.
"""

import math
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SIDE = 6


def image(draw, label, top):
    """A bar, a column or a spot, somewhere, with blurred edges: 36 values of at most top."""
    place, strength = draw.uniform(0.5, SIDE - 1.5), draw.uniform(0.7, 1)
    pixels = []
    for y in range(SIDE):
        for x in range(SIDE):
            away = (y - place, x - place, math.hypot(y - place, x - place))[label]
            pixels.append(round(top * strength * math.exp(-away * away)))
    return pixels


def idx(file, dimensions, body):
    header = bytes([0, 0, 8, len(dimensions)]) + b"".join(n.to_bytes(4, "big") for n in dimensions)
    file.write_bytes(header + bytes(body))


def write_data(folder):
    """Labelled images as IDX files with a test split, and others as CSV, up to 200."""
    (folder / "strokes").mkdir(parents=True)
    draw = random.Random(6)
    for name, images in (("train", 120), ("t10k", 40)):
        labels = [i % 3 for i in range(images)]
        pixels = [p for label in labels for p in image(draw, label, 255)]
        idx(folder / f"strokes/{name}-images-idx3-ubyte", [images, SIDE, SIDE], pixels)
        idx(folder / f"strokes/{name}-labels-idx1-ubyte", [images], labels)
    rows = [[*image(draw, i % 3, 200), i % 3] for i in range(120)]
    (folder / "glow.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in rows))


class Program:
    def __init__(self, vae, home):
        self.vae, self.home = vae, home

    def __call__(self, *words):
        subprocess.run([self.vae, *map(str, words)], cwd=self.home, check=True)

    def train(self, name, *options):
        self("train", "--run", self.home / "runs" / name, *options)

    def interrupted(self, name, *options):
        """Ctrl-C in the middle of the last of three epochs, which takes some tries to hit."""
        run = self.home / "runs" / name
        for attempt in range(20):
            shutil.rmtree(run, ignore_errors=True)
            process = subprocess.Popen([self.vae, "train", "--run", run, *options], cwd=self.home,
                                       stderr=subprocess.PIPE, text=True)
            for line in process.stderr:
                if line.startswith("epoch 2/3"):
                    time.sleep(attempt / 10)
                    process.send_signal(signal.SIGINT)
            process.wait()
            if list(run.glob("checkpoints/*-stopped")):
                return
        sys.exit("no signal came in the middle of an epoch")


def train_whole(program, home):
    usual = ["--hidden", "8", "--batch-size", "10", "--learning-rate", "0.01", "--towers", "2",
             "--epochs", "3", "--out", home / "models"]
    program.train("bernoulli", "--data", home / "strokes", "--latent-dim", "2", *usual,
                  "--name", "bernoulli", "--samples", "50", "--seed", "3")
    program.train("gaussian", "--data", home / "glow.csv", "--shape", "6x6", "--label-column", "last",
                  "--max-value", "200", "--validation", "0.2", "--test", "30", "--latent-dim", "3",
                  "--likelihood", "gaussian", "--sigma", "learned", "--beta", "0.5", "--kl-warmup", "2",
                  "--clip-norm", "100", "--samples", "50", *usual, "--name", "gaussian")
    program.train("autoencoder", "--data", home / "strokes", "--latent-dim", "2", *usual,
                  "--objective", "ae", "--activation", "tanh", "--name", "autoencoder")


def train_in_pieces(program, home):
    """The same twice, once to the end; codes so many that a step takes some milliseconds."""
    course = ["--data", str(home / "strokes"), "--latent-dim", "2", "--hidden", "8", "--epochs", "3",
              "--objective", "iwae", "--train-samples", "2000", "--batch-size", "8", "--towers", "2",
              "--checkpoint-every", "5", "--samples", "50", "--no-export"]
    program.train("uninterrupted", *course)
    program.interrupted("interrupted", *course)


def train_from_java(program, home):
    target = Path(program.vae).parent / "target"
    classpath = f"{target}/vae.jar:{(target / 'classpath.txt').read_text().strip()}"
    subprocess.run(["java", "-cp", classpath, HERE / "FromJava.java", home / "strokes",
                    home / "runs/java"], check=True)


def compute(program, home):
    """What the runs generate, encode and reconstruct."""
    for name in ("bernoulli", "gaussian", "autoencoder", "java"):
        run, outputs = home / "runs" / name, home / "outputs" / name
        outputs.mkdir(parents=True)
        data = ["--data", home / "strokes"]
        if name == "gaussian":
            data = ["--data", home / "glow.csv", "--shape", "6x6", "--label-column", "last",
                    "--max-value", "200"]
        program("generate", run, "--count", "9", "--seed", "5", "--out", outputs / "generate.png")
        program("encode", run, *data, "--out", outputs / "encode.csv")
        program("reconstruct", run, *data, "--count", "3", "--out", outputs / "reconstruct.png")


def wanted(name):
    """Whether a test needs the file: not what locks hang on, and of large pictures one is enough."""
    if name.endswith(".png") and name.startswith("runs/"):
        return name == "runs/bernoulli/samples.png"
    if name.startswith("runs/uninterrupted/"):
        return "step-000000042" in name or name.endswith(("config.json", "evaluation.json"))
    return not name.endswith("lock")


def commit(home):
    """Lays what was made beside this file, without a word of where it was made."""
    for file in (path for path in home.rglob("*") if path.is_file()):
        name = file.relative_to(home).as_posix()
        if wanted(name):
            content = file.read_bytes().replace(str(home).encode(), b"@HOME@")
            assert str(home.parent).encode() not in content, name
            (HERE / name).parent.mkdir(parents=True, exist_ok=True)
            (HERE / name).write_bytes(content)


def main(vae, home):
    home = Path(home).resolve()
    program = Program(str(Path(vae).resolve()), home)
    write_data(home)
    for step in (train_whole, train_in_pieces, train_from_java, compute):
        step(program, home)
    commit(home)


if __name__ == "__main__":
    main(*sys.argv[1:])
