"""Kills trainings of every kind at random moments, resumes each to its end, and compares all that it
leaves behind with the same of an uninterrupted one, bit for bit.

    python3 src/resume/kill_training.py --runs 100
"""

import argparse
import collections
import pathlib
import random
import shutil
import sys
import tempfile
import time

import tiny


def moment(run):
    """Where the kill fell."""
    if not (run / "config.json").exists():
        return "before the first step"
    if (run / "completion.json").exists():
        return "in the evaluation, pictures, export"
    epochs = (run / "metrics.jsonl").read_bytes().count(b"\n") if (run / "metrics.jsonl").exists() else 0
    return "in training" if epochs < tiny.EPOCHS else "at the end of training"


Times = collections.namedtuple("Times", "training all")  # seconds from the run's beginning


def uninterrupted(work, run, kind):
    """What a run comes to, and how long it takes."""
    process = tiny.start(tiny.train(work, run, kind))
    tiny.wait_for(work / run / "config.json", process)
    began = time.time()
    tiny.wait_for(work / run / "evaluation.json", process)
    trained = time.time()
    status, output = tiny.finish(process)
    if status != 0:
        sys.exit(output)
    expected = tiny.outcome(work / run, work / (run + "-models"))
    return expected, Times(trained - began, time.time() - began)


def kill_at_random(work, run, command, rng, times):
    """Starts a command and kills it; returns False when it had ended by then."""
    process = tiny.start(command)
    if rng.random() < 0.9:  # the others are killed while the program starts, too
        tiny.wait_for(work / run / "config.json", process)
    # Most of them in training, the others anywhere.
    time.sleep(rng.uniform(0, times.training if rng.random() < 0.8 else times.all))
    killed = process.poll() is None
    process.kill()
    status, output = tiny.finish(process)
    if not killed and status != 0:
        sys.exit("ended with %d before it was killed:\n%s" % (status, output))
    return killed


def trial(work, number, kind, rng, times):
    run = "run%d" % number
    kills = []
    command = tiny.train(work, run, kind)
    for _ in range(1 + (rng.random() < 0.5)):
        if kill_at_random(work, run, command, rng, times):
            kills.append(moment(work / run))
        if (work / run / "config.json").exists():
            command = tiny.resume(work, run)
        else:
            shutil.rmtree(work / run, ignore_errors=True)  # nothing had begun
    status, output = tiny.finish(tiny.start(command))
    if status != 0:
        sys.exit("resuming ended with %d:\n%s" % (status, output))
    return run, kills


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    print("seed %d" % options.seed, flush=True)
    failed = 0
    moments = {}
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tiny.write_images(work / "tiny.npy")
        whole = {}
        for number in range(options.runs):
            kind = tiny.KINDS[number % len(tiny.KINDS)]
            label = " ".join(kind)
            if label not in whole:
                whole[label] = uninterrupted(work, "whole%d" % number, kind)
            expected, times = whole[label]
            run, kills = trial(work, number, kind, rng, times)
            differing = tiny.differences(expected, tiny.outcome(work / run, work / (run + "-models")))
            failed += bool(differing)
            for kill in kills:
                moments[kill] = moments.get(kill, 0) + 1
            print("%3d %-50s killed %s: %s" % (number, label, ", ".join(kills) or "too late",
                  "differs in " + ", ".join(differing) if differing else "the same"), flush=True)
            shutil.rmtree(work / run)
            shutil.rmtree(work / (run + "-models"), ignore_errors=True)
    print("%d of %d the same; kills: %s" % (options.runs - failed, options.runs, moments))
    sys.exit(1 if failed or not moments else 0)


if __name__ == "__main__":
    main()
