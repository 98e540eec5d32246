"""Sweeps of six trainings, killed or interrupted at random moments, end with the ranking of one that was not.

A kill takes the sweep's process and that of the training under way, as a power cut does; an
interruption is Ctrl-C to both, as a terminal sends it. The words of the report are compared without times.
"""

import argparse
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

import tiny


def begin(work, name):
    return [
        str(tiny.VAE), "sweep", "--vary", "latent-dim=1,2,4", "--vary", "beta=0.5,1",
        "--data", str(work / "tiny.npy"), "--runs", str(work / name), "--hidden", "16", "--epochs", "4",
        "--batch-size", "16", "--samples", "5", "--patience", "2", "--towers", "1",
    ]


def start(command):
    """In a group of its own, which a signal reaches as a whole."""
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        preexec_fn=tiny.heed_signals)


def whole(command):
    status, output = tiny.finish(start(command))
    if status != 0:
        sys.exit("%s ended with %d:\n%s" % (command, status, output))


def outcome(folder):
    """The ranking, and the report without what differs from run to run: times, software, folders."""
    page = (folder / "report.html").read_text()
    page = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "picture", page)
    page = page.replace(str(folder), "folder")
    # The log's last two columns, created, and the command.
    page = re.sub(r"(<td>[^<]*</td>){2}</tr>", "</tr>", page)
    page = re.sub(r"20\d\d-\d\d-\d\dT[0-9:]+Z", "time", page)
    pictures = {str(p.relative_to(folder)): p.read_bytes() for p in folder.glob("*/samples.png")}
    return (folder / "sweep.csv").read_text(), page, pictures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    print("seed %d" % options.seed, flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tiny.write_images(work / "tiny.npy", images=300)
        began = time.time()
        whole(begin(work, "whole"))
        seconds = time.time() - began
        expected = outcome(work / "whole")
        for number in range(options.runs):
            name = "sweep%d" % number
            command = begin(work, name)
            ends = []
            for _ in range(2):
                process = start(command)
                time.sleep(rng.uniform(2, seconds * 0.6))
                way = rng.choice([signal.SIGKILL, signal.SIGINT])
                if process.poll() is None:
                    os.killpg(process.pid, way)
                    ends.append(way.name)
                status, output = tiny.finish(process)
                if ends and way == signal.SIGINT and status not in (0, 130):
                    sys.exit("Ctrl-C ended with %d:\n%s" % (status, output))
                command = [str(tiny.VAE), "sweep", "--resume", str(work / name)]
                if not (work / name / "sweep.json").exists():
                    command = begin(work, name)
            whole(command)
            found = outcome(work / name)
            parts = [part for part, a, b in zip(("ranking", "report", "pictures"), expected, found) if a != b]
            failed += bool(parts)
            print("%d %s: %s" % (number, ", ".join(ends), "differs in " + ", ".join(parts) if parts else "the same"),
                  flush=True)
    print("%d of %d the same" % (options.runs - failed, options.runs))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
