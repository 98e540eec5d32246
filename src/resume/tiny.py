"""Trainings of some seconds, started, killed and compared."""

import json
import os
import pathlib
import random
import signal
import subprocess
import time

VAE = os.environ.get("VAE") or pathlib.Path(__file__).resolve().parents[2] / "vae"

EPOCHS = 12

# Every kind of training: each likelihood, one tower and two, schedules and an early end.
KINDS = [
    ["--likelihood", "bernoulli", "--towers", "1"],
    ["--likelihood", "bernoulli", "--towers", "2"],
    ["--likelihood", "gaussian", "--sigma", "learned", "--towers", "1"],
    ["--likelihood", "gaussian", "--sigma", "per-pixel", "--towers", "2"],
    ["--patience", "3", "--learning-rate", "0.02", "--learning-rate-schedule", "cosine",
     "--learning-rate-warmup", "0.5", "--beta-schedule", "cycles:2", "--towers", "2"],
]


def write_images(path, images=1000, side=8):
    """Random grey images as an NPY file."""
    header = "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d, %d), }" % (images, side, side)
    header = header.ljust(117) + "\n"
    body = random.Random(1).randbytes(images * side * side)
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + body)


def train(work, run, kind):
    """The command that trains into work/run."""
    return [
        str(VAE), "train", "--data", str(work / "tiny.npy"), "--run", str(work / run),
        "--out", str(work / (run + "-models")), "--name", "m", "--hidden", "16", "--latent-dim", "2",
        "--epochs", str(EPOCHS), "--batch-size", "16", "--checkpoint-every", "17", "--samples", "5", *kind,
    ]


def resume(work, run, *more):
    return [str(VAE), "train", "--resume", str(work / run), *more]


def heed_signals():
    """A shell's background jobs ignore SIGINT, those of nohup SIGHUP, and so would their children."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(command):
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=heed_signals)


def wait_for(path, process):
    """Until a file is there, or the process has ended."""
    while process.poll() is None and not path.exists():
        time.sleep(0.01)


def finish(process):
    """Waits for the end; returns exit status and output."""
    output, _ = process.communicate()
    return process.returncode, output


def without(value, *keys):
    """A JSON object, and those in it, without some keys: times differ from run to run."""
    if isinstance(value, dict):
        return {k: without(v, *keys) for k, v in value.items() if k not in keys}
    return value


def outcome(run, models):
    """All that must be the same, bit for bit: what is stored under which name."""
    result = {}
    for path in sorted(run.rglob("*")):
        name = str(path.relative_to(run))
        if path.is_dir() or name in ("config.json", "completion.json", "lock") or name.endswith("SHA256SUMS"):
            continue  # which hold a folder's or a process's name, or are checked when they are read
        if name == "metrics.jsonl":
            lines = path.read_text().splitlines()
            result[name] = [without(json.loads(l), "imagesPerSecond", "seconds") for l in lines]
        elif name == "metrics.csv":  # whose last columns are those times
            result[name] = [line.split(",")[:-2] for line in path.read_text().splitlines()]
        elif name.endswith("state.json"):
            result[name] = without(json.loads(path.read_text()), "seconds")
        else:
            result[name] = path.read_bytes()
    # An export that was interrupted after it had its name is made once more.
    newest = max((p for p in models.glob("m/*") if p.name.isdigit()), key=lambda p: int(p.name))
    for path in sorted(newest.glob("variables/*")):
        result["export/" + path.name] = path.read_bytes()
    return result


def differences(expected, found):
    names = sorted(expected.keys() | found.keys())
    return [n for n in names if expected.get(n) != found.get(n)]
