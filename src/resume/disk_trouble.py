"""Takes the ground from under a training: a full disk, a folder that is read-only or goes away, a
second program on the same run, a closed terminal. Each must end in one clear line and exit 2 (129 for
the terminal), and go on from what was saved, to the same end as an undisturbed training. Native
libraries find a folder that is full, or from which nothing may be run.

    python3 src/resume/disk_trouble.py

The full and the read-only disk are small file systems in memory, which only root may mount; without
that right they are left out, and said to be.
"""

import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

import tiny

KIND = tiny.KINDS[1]


def check(what, condition, output):
    print("%-60s %s" % (what, "ok" if condition else "FAILED"), flush=True)
    if not condition:
        sys.exit(output)


def one_line(what, status, output, *words, expected=2):
    said = [line for line in output.splitlines()
            if not line.startswith(("read ", "data ", "model ", "train ", "epoch ", "resume ", "warning: ", "Picked up "))]
    right = status == expected and len(said) == 1 and all(word in said[0] for word in words)
    check(what, right, "exit %d:\n%s" % (status, output))
    print("    " + said[0])


@contextlib.contextmanager
def mounted(folder, options):
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def may_mount(work):
    try:
        with mounted(work / "try", "size=1m"):
            return True
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False


def same_end(work, run, expected, what, output):
    found = tiny.outcome(work / run, work / "models")
    check(what, not tiny.differences(expected, found), output)


def resumed(work, run, expected, what):
    status, output = tiny.finish(tiny.start(tiny.resume(work, run)))
    check(what + ": resumes", status == 0, output)
    same_end(work, run, expected, what + ": to the same end", output)


def command(work, run):
    args = tiny.train(work, run, KIND)
    args[args.index("--out") + 1] = str(work / "models")
    return args


def full_disk(work, expected):
    with mounted(work / "small", "size=150k"):
        status, output = tiny.finish(tiny.start(command(work, "small/run")))
        left = list((work / "small/run/checkpoints").glob("step-*[0-9]"))
        check("full disk: what was saved is there", len(left) >= 1, output)
        one_line("full disk", status, output, "cannot be written", "disk", "--resume")
        status, output = tiny.finish(tiny.start(tiny.resume(work, "small/run")))
        one_line("full disk, resumed while it is still full", status, output, "disk")
        shutil.copytree(work / "small/run", work / "moved")
    resumed(work, "moved", expected, "full disk, the run moved to another")


def read_only(work):
    with mounted(work / "fixed", "size=8m"):
        process = tiny.start(command(work, "fixed/run"))
        tiny.wait_for(work / "fixed/run/metrics.jsonl", process)
        process.kill()
        tiny.finish(process)
        subprocess.run(["mount", "-o", "remount,ro", str(work / "fixed")], check=True)
        status, output = tiny.finish(tiny.start(tiny.resume(work, "fixed/run")))
        one_line("read-only folder, resumed", status, output, "cannot be written")
        status, output = tiny.finish(tiny.start(command(work, "fixed/new")))
        one_line("read-only folder, a new run", status, output, "cannot be written")


def natives(work):
    for name, options in (("no room", "mode=700,size=50m"), ("noexec", "mode=700,size=1g,noexec")):
        with mounted(work / name, options):
            folder = work / name
            os.environ["JAVA_TOOL_OPTIONS"] = '"-Dorg.bytedeco.javacpp.cachedir=%s"' % folder
            status, output = tiny.finish(tiny.start(command(work, name.replace(" ", "-"))))
            del os.environ["JAVA_TOOL_OPTIONS"]
            one_line("native libraries, " + name, status, output, str(folder), "cachedir=DIR")


def removed(work):
    process = tiny.start(command(work, "removed"))
    tiny.wait_for(work / "removed/metrics.jsonl", process)
    (work / "removed").rename(work / "elsewhere")
    status, output = tiny.finish(process)
    one_line("the run's folder is gone", status, output, "its folder is gone")
    check("the run's folder is gone: nothing takes its place", not (work / "removed").exists(), "")


def moved(work, expected):
    resumed(work, "elsewhere", expected, "moved while it was trained")


def two_writers(work, expected):
    process = tiny.start(command(work, "shared"))
    tiny.wait_for(work / "shared/metrics.jsonl", process)
    process.send_signal(signal.SIGSTOP)  # so that it does not end meanwhile
    status, output = tiny.finish(tiny.start(tiny.resume(work, "shared")))
    one_line("a second program on the run", status, output, "another program is training this run")
    process.send_signal(signal.SIGCONT)
    status, output = tiny.finish(process)
    check("the first program goes on", status == 0, output)
    same_end(work, "shared", expected, "the first program: to the same end", output)


def closed_terminal(work, expected):
    for name, number in (("SIGINT", signal.SIGINT), ("SIGHUP", signal.SIGHUP)):
        process = tiny.start(command(work, name))
        tiny.wait_for(work / name / "metrics.jsonl", process)
        process.send_signal(number)
        status, output = tiny.finish(process)
        one_line(name, status, output, "stopped after step", "--resume", expected=128 + number)
        resumed(work, name, expected, name)


def main():
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        tiny.write_images(work / "tiny.npy")
        status, output = tiny.finish(tiny.start(command(work, "whole")))
        if status != 0:
            sys.exit(output)
        expected = tiny.outcome(work / "whole", work / "models")
        closed_terminal(work, expected)
        two_writers(work, expected)
        removed(work)
        moved(work, expected)
        if may_mount(work):
            full_disk(work, expected)
            read_only(work)
            natives(work)
        else:
            print("left out: the disks, which only root may mount")


if __name__ == "__main__":
    main()
