"""Presses Ctrl-C in a terminal, once or twice, at random moments of trainings, evaluations, pictures and
exports: each must end with exit 130 and a line that says how to go on, and go on to what an
uninterrupted training leaves behind, bit for bit. In a narrow terminal nothing may wrap.

    python3 src/resume/control_c.py --runs 20

The terminal is a pseudo-terminal, as under any terminal's window: a signal sent to a program whose
output is a pipe proves nothing of what Ctrl-C does to one that shows a progress bar.
"""

import argparse
import collections
import fcntl
import os
import pathlib
import random
import re
import select
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time

import tiny

COLUMNS = 20
# With so many, the evaluation takes about as long as the training.
SAMPLES = "3000"

PHASES = [
    ("building", "\ntrain  "),  # what is trained how; then the graph is built
    ("training", "\rtrain "),  # a bar
    ("evaluation", "\revaluate "),
    ("pictures", "training steps a second"),
    ("export", "\npictures "),
    ("end", "next: vae report"),
]
GO_ON = "go on with: vae train --resume"


class Terminal:
    """A program in a pseudo-terminal of its own."""

    def __init__(self, command, columns=80):
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))

        def own():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            tiny.heed_signals()

        self.process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, preexec_fn=own)
        os.close(slave)
        self.said = b""

    def listen(self, seconds):
        """Reads what is said for so long, or until the program has ended."""
        end = time.time() + seconds
        while True:
            left = end - time.time()
            ready, _, _ = select.select([self.master], [], [], max(0, min(left, 0.05)))
            if ready:
                try:
                    self.said += os.read(self.master, 65536)
                except OSError:  # the last one has closed the terminal
                    self.process.wait()
                    return
            elif left <= 0:
                return

    def listen_until(self, condition, limit=120):
        end = time.time() + limit
        while self.process.poll() is None and not condition():
            if time.time() > end:
                sys.exit("nothing happened for %d s; it said:\n%s" % (limit, self.text()))
            self.listen(0.01)

    def press_control_c(self):
        os.write(self.master, b"\x03")

    def finish(self, limit=120):
        self.listen_until(lambda: False, limit)
        self.listen(0.2)
        os.close(self.master)
        return self.process.wait()

    def text(self):
        return self.said.decode("utf-8", "replace")


def rows(text):
    """What a terminal draws: the text of each line, a carriage return beginning it anew."""
    for line in text.split("\n"):
        for drawn in line.rstrip("\r").split("\r"):
            yield re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", drawn)


def wrapped(text, columns):
    """Rows of the progress bar that are wider than the terminal."""
    return [row for row in rows(text) if re.match(r"(train|evaluate) +\d+%", row) and len(row) >= columns]


def begin(work, run):
    command = tiny.train(work, run, tiny.KINDS[1])
    command[command.index("--samples") + 1] = SAMPLES
    return command


def begun(terminal):
    """The phases that the program has begun, by what it says when it does."""
    text = terminal.text()
    return [name for name, words in PHASES if words in text]


def uninterrupted(work, run):
    """What a run comes to, and how long each phase takes; and that its bar does not wrap."""
    terminal = Terminal(begin(work, run), COLUMNS)
    times = []
    for name, _ in PHASES:
        terminal.listen_until(lambda: name in begun(terminal))
        times.append(time.time())
    if terminal.finish() != 0:
        sys.exit(terminal.text())
    bars = [row for row in rows(terminal.text()) if row.startswith("train ") and "%" in row]
    if not bars or wrapped(terminal.text(), COLUMNS):
        sys.exit("a bar is missing, or wider than %d columns:\n%s" % (COLUMNS, terminal.text()))
    return tiny.outcome(work / run, work / (run + "-models")), [b - a for a, b in zip(times, times[1:])]


def interrupted(work, run, command, rng, seconds):
    """Starts a command and presses Ctrl-C; returns where, or None when it had ended by then."""
    terminal = Terminal(command)
    phase = rng.randrange(len(seconds))
    terminal.listen_until(lambda: PHASES[phase][0] in begun(terminal))
    terminal.listen(rng.uniform(0, seconds[phase]))
    terminal.press_control_c()
    if rng.random() < 0.5:
        terminal.listen(rng.uniform(0, 0.1))
        if terminal.process.poll() is None:
            terminal.press_control_c()
    status = terminal.finish()
    text = terminal.text()
    if status in (0, 130) and begun(terminal)[-1] == "end":
        return None
    if status != 130 or text.count(GO_ON) != 1 or "bug" in text or "Exception" in text:
        sys.exit("expected exit 130 and '%s' once, found exit %d:\n%s" % (GO_ON, status, text))
    return begun(terminal)[-1]


def trial(work, number, rng, seconds):
    run = "run%d" % number
    command = begin(work, run)
    where = interrupted(work, run, command, rng, seconds)
    if where is None:
        shutil.rmtree(work / run)
        return run, None
    status, output = tiny.finish(tiny.start(tiny.resume(work, run)))
    if status != 0:
        sys.exit("resuming ended with %d:\n%s" % (status, output))
    return run, where


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    rng = random.Random(options.seed)
    print("seed %d" % options.seed, flush=True)
    done = failed = 0
    moments = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tiny.write_images(work / "tiny.npy")
        expected, seconds = uninterrupted(work, "whole")
        number = 0
        while done < options.runs:
            number += 1
            run, where = trial(work, number, rng, seconds)
            if where is None:
                print("    too late", flush=True)
                continue
            done += 1
            differing = tiny.differences(expected, tiny.outcome(work / run, work / (run + "-models")))
            failed += bool(differing)
            moments[where] += 1
            print("%3d Ctrl-C in %s: %s" % (done, where,
                  "differs in " + ", ".join(differing) if differing else "the same"), flush=True)
            shutil.rmtree(work / run)
            shutil.rmtree(work / (run + "-models"), ignore_errors=True)
    print("%d of %d the same; Ctrl-C: %s" % (done - failed, done, dict(moments)))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
