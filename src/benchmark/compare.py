"""Measures the training step of VaeGraph and its peers in turn, and prints a table.

    python3 -m venv peers && peers/bin/pip install -r src/benchmark/requirements.txt
    VAEGRAPH_DATA=... peers/bin/python src/benchmark/compare.py [--rounds 5] [--steps 1000]

Machines drift, so nobody is measured alone: a round runs everybody once, and the best of all
rounds counts for each. A ratio below 1 means that VaeGraph is faster.
"""

import argparse
import datetime
import pathlib
import platform
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
VAE = HERE.parent.parent / "vae"
PEERS = {
    "JAX jit": ["peer_jax.py"],
    "PyTorch eager": ["peer_torch.py", "eager"],
    "PyTorch compiled": ["peer_torch.py", "compile"],
    "Keras fit": ["peer_keras.py", "fit"],
    "TensorFlow function": ["peer_keras.py", "function"],
}


def step_ms(command):
    """The best of the lines that a benchmark prints."""
    done = subprocess.run(command, capture_output=True, text=True)
    times = [float(t) for t in re.findall(r"step_ms=([0-9.]+)", done.stdout)]
    if not times:
        sys.exit(f"{' '.join(map(str, command))} printed no step_ms:\n{done.stderr[-2000:]}")
    return min(times)


def ours(net, batch, steps):
    options = ["--net", net, "--batch-size", batch, "--steps", steps, "--repetitions", 3]
    return [VAE, "benchmark", "--data", "mnist", *map(str, options)]


def peer(name, net, batch, steps):
    script, *mode = PEERS[name]
    return [sys.executable, HERE / script, net, str(batch), str(steps), *mode]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--nets", default="mlp,iwae")
    parser.add_argument("--batches", default="100,512")
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args()
    chosen = options.peers.split(",")
    print(f"{datetime.date.today()}, {platform.machine()}, best of {options.rounds} rounds\n")
    print("| net | batch | VaeGraph ms | " + " | ".join(f"/ {name}" for name in chosen) + " |")
    print("|---|---|---|" + "---|" * len(chosen))
    for net in options.nets.split(","):
        for batch in map(int, options.batches.split(",")):
            steps = max(100, options.steps * 100 // batch)
            best = {}
            for _ in range(options.rounds):
                best["VaeGraph"] = min(
                    best.get("VaeGraph", float("inf")), step_ms(ours(net, batch, steps))
                )
                for name in chosen:
                    time = step_ms(peer(name, net, batch, steps))
                    best[name] = min(best.get(name, float("inf")), time)
            mine = best["VaeGraph"]
            ratios = [f"{mine / best[name]:.2f} ({best[name]:.2f} ms)" for name in chosen]
            print(f"| {net} | {batch} | {mine:.2f} | " + " | ".join(ratios) + " |", flush=True)


if __name__ == "__main__":
    main()
