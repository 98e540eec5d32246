"""Hands every damaged input of the tests to the program as a user would, a process each, and holds
it to one line, exit status 2, two seconds and 512 MB:

    ./vae --version && mvn -q test-compile && python3 src/check/bad_files.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 2.0
MEGABYTES = 512


# The administrator may read every file, unless the right to is given up.
LIKE_A_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search",
               "--inh-caps=-dac_override,-dac_read_search"]


def measured(command):
    """Exit status, standard error, seconds and the most megabytes resident."""
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    start = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, error, time.monotonic() - start, usage.ru_maxrss / 1024


def main():
    classpath = "target/test-classes:target/vaegraph.jar:" + Path(
        ROOT, "target/classpath.txt").read_text().strip()
    with tempfile.TemporaryDirectory() as folder:
        cases = subprocess.run(
            ["java", "-cp", classpath, "io.github.vaegraph.cli.BadFiles", folder],
            cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        failures, slowest, largest = 0, (0.0, ""), (0.0, "")
        for case in cases:
            name, *arguments = case.split("\t")
            restricted = name.endswith("-unreadable") and os.geteuid() == 0
            prefix = LIKE_A_USER if restricted else []
            status, error, seconds, megabytes = measured([*prefix, "./vae", *arguments])
            slowest, largest = max(slowest, (seconds, name)), max(largest, (megabytes, name))
            lines = [line for line in error.splitlines() if line.startswith("vae: ")]
            good = status == 2 and len(lines) == 1 and len(error.splitlines()) == 1
            if not good or seconds > SECONDS or megabytes > MEGABYTES:
                failures += 1
                print(f"{name}: status {status}, {seconds:.2f} s, {megabytes:.0f} MB\n{error}")
        print(f"{len(cases) - failures} of {len(cases)} damaged inputs refused in one line; "
              f"slowest {slowest[0]:.2f} s ({slowest[1]}), largest {largest[0]:.0f} MB ({largest[1]})")
    return 1 if failures else 0


if __name__ == "__main__":
    shutil.which("java") or sys.exit("bad_files.py: expected java on the path, found none")
    sys.exit(main())
