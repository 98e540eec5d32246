"""Measures the training step of VaeGraph and its peers in turn, and prints a table.

    python3 -m venv target/peers && target/peers/bin/pip install -r src/benchmark/requirements.txt
    VAEGRAPH_DATA=... target/peers/bin/python src/benchmark/compare.py

Machines drift, so nobody is measured alone: all are started and warmed up, and then a round lets
each run its steps while the others sleep. The best round counts for each. A ratio below 1 means
that VaeGraph is faster.
"""

import argparse
import datetime
import pathlib
import platform
import re
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = {
    "JAX jit": ["peer_jax.py"],
    "PyTorch eager": ["peer_torch.py", "eager"],
    "PyTorch compiled": ["peer_torch.py", "compile"],
    "Keras fit": ["peer_keras.py", "fit"],
    "TensorFlow function": ["peer_keras.py", "function"],
    "DL4J": [],
}
DL4J_STEPS = 4  # of ours it takes one
CODES = ("JAX jit", "PyTorch eager", "PyTorch compiled")  # take several an image, as in iwae:5
SETTLING = 0.5  # seconds after a turn, in which OpenMP's threads wait busily for more work


def dl4j_class_path():
    file = ROOT / "target" / "dl4j-classpath.txt"
    if not file.exists():
        pom = HERE / "dl4j" / "pom.xml"
        goal = "dependency:build-classpath"
        subprocess.run(["mvn", "-q", "-f", pom, goal, f"-Dmdep.outputFile={file}"], check=True)
    return file.read_text().strip()


def command(name, net, batch, steps):
    if name == "VaeGraph":
        name, _, samples = net.partition(":")
        options = ["--data", "mnist", "--net", name, "--batch-size", batch, "--steps", steps]
        options += ["--train-samples", samples] if samples else []
        return [ROOT / "vae", "benchmark", "--turns", "--repetitions", 1000, *options]
    if name == "DL4J":
        java = ["java", "-cp", dl4j_class_path(), HERE / "dl4j" / "PeerDl4j.java"]
        return [*java, net, batch, max(10, steps // DL4J_STEPS)]
    script, *mode = PEERS[name]
    return [sys.executable, HERE / script, net, batch, steps, *mode]


class Contestant:
    """A benchmark that runs a repetition for each line it is sent."""

    def __init__(self, name, net, batch, steps):
        self.name = name
        self.times = []
        self.process = subprocess.Popen(
            list(map(str, command(name, net, batch, steps))),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def take_turn(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            found = re.search(r"step_ms=([0-9.]+)", line)
            if found:
                self.times.append(float(found[1]))
                time.sleep(SETTLING)
                return
        sys.exit(f"{self.name} ended without a time; run it by itself to see why")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def best_times(names, net, batch, steps, rounds):
    contestants = [Contestant(name, net, batch, steps) for name in names]
    for contestant in contestants:
        contestant.take_turn()  # whatever is compiled or loaded at first
        contestant.times.clear()
    for _ in range(rounds):
        for contestant in contestants:
            contestant.take_turn()
    for contestant in contestants:
        contestant.close()
        print(contestant.name, net, batch, *contestant.times, file=sys.stderr, flush=True)
    return [min(contestant.times) for contestant in contestants]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1000, help="of 100 rows; fewer of more")
    parser.add_argument("--nets", default="mlp,iwae,conv", help="iwae:5 takes 5 codes an image")
    parser.add_argument("--batches", default="100,512")
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args()
    peers = options.peers.split(",")
    print(f"{datetime.date.today()}, {platform.machine()}, best of {options.rounds} rounds\n")
    print("| net | batch | VaeGraph | " + " | ".join(f"/ {name}" for name in peers) + " |")
    print("|---|---|---|" + "---|" * len(peers))
    for net in options.nets.split(","):
        for batch in map(int, options.batches.split(",")):
            rows = batch * int(net.partition(":")[2] or 1)
            steps = max(20, options.steps * 100 // rows)
            able = [name for name in peers if not (net == "conv" and name == "DL4J")]
            able = [name for name in able if ":" not in net or name in CODES]
            mine, *theirs = best_times(["VaeGraph", *able], net, batch, steps, options.rounds)
            times = dict(zip(able, theirs))
            ratios = [
                f"{mine / times[name]:.2f} ({times[name]:.2f} ms)" if name in times else "-"
                for name in peers
            ]
            print(f"| `{net}` | {batch} | {mine:.2f} ms | " + " | ".join(ratios) + " |", flush=True)


if __name__ == "__main__":
    main()
