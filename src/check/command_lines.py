"""Runs random, plausible command lines of every command, each in a folder of its own with data, a run and
an export, and holds the program to what it promises whatever it is given: exit status 0, 2 with one line
that says why, 1 from a check that failed, or 130 when it is interrupted; no trace, no crash, no hang; none
of the user's files changed, and nothing unfinished, no temporary file and no process left behind:

    python3 src/check/command_lines.py [--count 300] [--seed 1] [--jobs 2]

A line that fails is printed with its number; --only NUMBER runs it again, and keeps its folder.
"""

import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
VAE = ROOT / "vae"
SECONDS = 120  # no line that is refused or finished takes so long, beside others on two cores

WHOLE = ["0", "1", "2", "3", "5", "10", "100"]
ODD_WHOLE = ["-1", "2147483647", "2147483648", "-2147483648", "99999999999999999999", "1e3", "2.5", "", "x",
             "٣", "0x10", "1_000", " 7", "NaN"]
REAL = ["0", "0.5", "1", "2", "0.001", "255"]
ODD_REAL = ["-1", "1e-300", "1e300", "NaN", "Infinity", "-0", "1,5", "0x1p3", "1d", "", "x"]
WORDS = ["", "x", "none", "ü", "a b", "a\nb", "\x1b[31mred", "../up", "/", "%s%n", "--", "-", "*", "a" * 300]

# What is plausible, by the placeholder in the help or by the option's name; the rest is words.
VALUES = {
    "HxW": ["4x4", "8x8", "1x1", "3x5", "0x4", "x", "4x", "100000x100000", "4x4x3"],
    "HxW[xC]": ["4x4", "4x4x1", "4x4x3", "16x1", "1x16", "0x4", "-4x4", "4x4x0", "99999x99999x3"],
    "NET": ["mlp:8", "mlp:8,4", "mlp:none", "mlp:", "mlp:0", "mlp:-3", "mlp:999999999", "mlp:8,,4", "conv:8", "resnet:4/1", "conv", "x"],
    "WIDTHS": ["8", "8,4", "none", "", "0", "8,", "999999999", "a"],
    "P": ["normal", "mixture:3", "mixture:1", "mixture:0", "mixture:999999999", "mixture", "normal:2", "x"],
    "Q": ["gaussian", "point", "x", "gaussian:2"],
    "--likelihood": ["bernoulli", "continuous-bernoulli", "gaussian:1", "gaussian:learned", "gaussian:per-pixel",
                     "gaussian:0", "gaussian:-1", "laplace:0.5", "laplace:learned", "gaussian", "x", "gaussian:1e-30"],
    "--objective": ["elbo", "iwae", "ae", "free-bits:1", "capacity:2,1", "tcvae", "x"],
    "--estimator": ["plain", "stl", "dreg", "x"],
    "--activation": ["relu", "tanh", "swish", "x"],
    "B": ["1", "0", "4", "ramp:1,2", "cycles:1,2", "cosine:1", "warmup:1,constant:2", "-1", "ramp:", "x", "1e30"],
    "R": ["0.001", "0.1", "1000", "0", "-1", "cosine:0.01", "staged:0.001", "exponential:0.01,0.1", "x", "1e-30"],
    "S": ["0.5", "learned", "per-pixel", "0", "-1", "7", "x"],
    "TIME": ["1s", "5s", "1m", "0s", "-1s", "1h30m", "x", "5"],
    "--split": ["train", "validation", "test", "all", "", "x"],
    "--binarization": ["dynamic", "none", "fixed", "threshold", "x"],
    "--channels": ["1", "3", "2", "x"],
    "--seeds": ["1,2,3", "1,,2", "x", "9223372036854775807", "1" * 5000],
    "I,I,...": ["0", "0,1", "1,0,1", "-1", "99", "", "0,,1"],
    "--url": ["http://127.0.0.1:1", "http://user:secret@127.0.0.1:1", "x", "file:///etc/passwd", "http://[::1]:1", "ftp://a"],
    "--grpc": ["127.0.0.1:1", "127.0.0.1", "x:y", "127.0.0.1:99999", "user:secret@127.0.0.1:1"],
    "--timeout": ["1", "0.5", "0", "-1", "x", "1e9"],
    "--retries": ["0", "1"],
    "--net": ["mlp", "iwae", "conv", "resnet", "x"],
    "--vary": ["latent-dim=2,3", "seed=1,2", "likelihood=bernoulli,gaussian:learned", "x", "x=1", "seed=", "epochs=1,2",
               "latent-dim=2,2", "data=tiny.npy,digits"],
    "--preset": ["x", ""],
    "--label-column": ["none", "first", "last", "label", "1", "99", ""],
    "--arrays": ["images", "images,labels", "x", ",", ""],
    "--name": ["tiny", "a/b", "..", "", "ü", "-x", "a" * 300],
    "--export": ["best", "last", "x"],
}
PATHS = ["tiny.npy", "idx", "images.csv", "labelled.csv", "pictures", "codes.csv", "points.npy", "run", "models/tiny",
         "models/tiny/1", "empty", "missing", "notes.txt", "broken.npy", "halfrun", "link", "fifo", "ordner mit ü",
         "/dev/null", "/dev/zero", "/proc/self/mem", "digits", ".", "~", ""]
OUTS = ["out.png", "out.csv", "out.npy", "out.html", "out", "new/out.png", "missing/deep/out.csv", "run", "tiny.npy",
        "/dev/full", "/dev/null", "/proc/out.png", "out.jpg", "ü.png", ""]
SIGNATURES = ["encode", "decode", "generate", "reconstruct", "sample", "score", "interpolate", "x"]

# Every line is small: what a user may wait an hour for says nothing here.
SMALL = {
    "train": ["--epochs", "1", "--batch-size", "10"],
    "sweep": ["--epochs", "1"],
    "benchmark": ["--steps", "3", "--repetitions", "1"],
    "request": ["--retries", "0", "--timeout", "1"],
}
OFTEN = {"train": ["--data"], "encode": ["--data"], "reconstruct": ["--data"], "score": ["--data"], "decode": ["--codes"],
         "request": ["--url", "--model", "--data"], "sweep": ["--vary", "--data"], "traverse": ["--data"],
         "benchmark": ["--data"]}
SEEN = ["--data", "--codes", "--out", "--run", "--split"]


def options():
    """The options of each command, with their placeholders, as the help tells them."""
    told = {}
    listed = subprocess.run([VAE, "--help"], check=True, capture_output=True, text=True).stdout
    for command in re.findall(r"^  ([a-z]+)  ", listed, re.M):
        text = subprocess.run([VAE, "help", command], check=True, capture_output=True, text=True).stdout
        usage = re.search(r"usage: vae " + command + r"(.*)", text).group(1)
        told[command] = (re.findall(r"\b[A-Z]+\b(?! *\])", usage.replace("[OPTIONS]", "")),
                         re.findall(r"^  (--[a-z-]+)(?: (.*))?$", text, re.M))
    return told


def value(rng, option, form):
    odd = rng.random() < 0.15
    if option in VALUES or form in VALUES:
        return rng.choice(VALUES.get(option) or VALUES[form])
    if option in ("--data", "--data-dir", "--codes", "--config", "--resume", "--execute"):
        return rng.choice(PATHS)
    if option in ("--out", "--run", "--runs", "--histogram", "--top-out"):
        return rng.choice(OUTS)
    if "|" in form and form.upper() != form:
        return rng.choice(form.split("|") + ["x"])
    if form in ("N", "K", "I", "auto|N"):
        return rng.choice(ODD_WHOLE if odd else WHOLE)
    if form in ("V", "T"):
        return rng.choice(ODD_REAL if odd else REAL)
    if form == "MODEL":
        return rng.choice(PATHS)
    return rng.choice(WORDS)


def line(rng, told):
    """A command line."""
    if rng.random() < 0.03:  # nonsense from the first word on
        return [rng.choice([*WORDS, "trian", "--help", "-h", "help", "--version", "--x"]) for _ in range(rng.randint(1, 3))]
    command = rng.choice([name for name in told if name != "notebook"] + ["train"] * 4 + ["evaluate", "export", "sweep"])
    operands, known = told[command]
    words = [command]
    for operand in operands:
        usual = {"RUN": ["run"], "MODEL": ["run", "models/tiny", "models/tiny/1"], "SIGNATURE": SIGNATURES}
        good = rng.random() < 0.85
        words.append(rng.choice(usual.get(operand, PATHS) if good else PATHS))
    if rng.random() < 0.05:
        words.append(rng.choice(PATHS))
    forms = dict(known)
    chosen = [name for name in OFTEN.get(command, []) if name in forms and rng.random() < 0.9]
    chosen += [name for name in SEEN if name in forms and rng.random() < 0.2]
    chosen += rng.sample(list(forms), min(len(forms), rng.choice([0, 0, 1, 1, 2, 3, 5])))
    given = []
    for name in dict.fromkeys(chosen):
        good = rng.random() < 0.6
        if name == "--data" and good:
            given += [name, rng.choice(["tiny.npy", "idx", "images.csv", "labelled.csv"])]
        elif name == "--codes" and good:
            given += [name, rng.choice(["codes.csv", "points.npy"])]
        elif name == "--out" and good and command != "export":
            given += [name, rng.choice(OUTS[:4])]
        else:
            given.append(name)
            if forms[name] and rng.random() < 0.98:
                given.append(value(rng, name, forms[name]))
    small = SMALL.get(command, [])
    for name, small_value in zip(small[::2], small[1::2]):
        if name not in given:
            given += [name, small_value]
    if command == "train" and "--data" not in given:
        given += ["--data", "tiny.npy"]
    if "--resume" in given:
        given = given[: given.index("--resume") + 2]
    if rng.random() < 0.02:
        given += [rng.choice(WORDS), rng.choice(["--unknown", "-x", "--data"])]
    # What would be fetched from the internet or take minutes, and no more.
    words += [word if word not in ("100",) or command != "sweep" else "2" for word in given]
    return words


def npy(shape, body, kind="|u1"):
    header = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }" % (kind, shape)
    header = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + body


def idx(dimensions, body):
    return struct.pack(">I", 0x800 | len(dimensions)) + b"".join(struct.pack(">I", d) for d in dimensions) + body


def png(rng, side=4):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + rng.randbytes(side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def fixtures(home):
    """What a user may have: data in every form, a run, an export, and what is none of these."""
    rng = random.Random(7)
    pixels = rng.randbytes(60 * 16)
    (home / "tiny.npy").write_bytes(npy("(60, 4, 4)", pixels))
    (home / "broken.npy").write_bytes(npy("(60, 4, 4)", pixels[:100]))
    (home / "notes.txt").write_text("no data\n")
    (home / "codes.csv").write_text("z0,z1\n" + "".join(f"{rng.gauss(0, 1)},{rng.gauss(0, 1)}\n" for _ in range(5)))
    (home / "points.npy").write_bytes(npy("(3, 2)", struct.pack("<6f", *[0.5] * 6), "<f4"))
    rows = [[*pixels[i * 16:i * 16 + 16]] for i in range(60)]
    (home / "images.csv").write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    (home / "labelled.csv").write_text(
        "label," + ",".join(f"p{i}" for i in range(16)) + "\n"
        + "".join(f"{i % 3}," + ",".join(map(str, row)) + "\n" for i, row in enumerate(rows)))
    for name in ("idx", "empty", "pictures/a", "pictures/b", "ordner mit ü", "halfrun/checkpoints"):
        (home / name).mkdir(parents=True)
    for part, count in (("train", 60), ("t10k", 20)):
        (home / "idx" / f"{part}-images-idx3-ubyte").write_bytes(idx([count, 4, 4], pixels[:count * 16]))
        (home / "idx" / f"{part}-labels-idx1-ubyte").write_bytes(idx([count], bytes(i % 10 for i in range(count))))
    for i in range(20):
        (home / "pictures" / "ab"[i % 2] / f"{i}.png").write_bytes(png(rng))
    (home / "halfrun" / "config.json").write_text("{")
    train = [VAE, "train", "--data", "idx", "--run", "run", "--hidden", "8", "--latent-dim", "2", "--epochs", "2",
             "--batch-size", "10", "--out", "models", "--name", "tiny"]
    subprocess.run(train, cwd=home, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def copied(home, folder):
    shutil.copytree(home, folder)
    os.symlink("missing", folder / "link")
    os.mkfifo(folder / "fifo")


def contents(folder):
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[path.relative_to(folder)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


# What commands are for: an evaluation is kept in its run, a run trains on, and an export has a next version.
def may_change(path, words):
    owned = path.parts[0] == "run" and words[0] in ("train", "evaluate")
    return owned or any(pathlib.Path(word) == path for word in words[1:])


def session_left(session):
    for entry in pathlib.Path("/proc").iterdir():
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if entry.name.isdigit() and int(fields[3]) == session and fields[0] != "Z":
            yield entry.name


def attempt(home, number, words, interrupt, keep=False):
    """Runs a line; what is wrong with how it went, in lines."""
    work = pathlib.Path(tempfile.mkdtemp(prefix="vae-line-"))
    wrong = []
    try:
        folder, temporary = work / "home", work / "tmp"
        copied(home, folder)
        temporary.mkdir()
        before = contents(folder)
        environment = {**os.environ, "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={temporary}", "VAEGRAPH_DATA": str(folder)}
        process = subprocess.Popen([VAE, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        if interrupt:
            timer = threading.Timer(interrupt, lambda: os.killpg(process.pid, signal.SIGINT))
            timer.start()
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            out, err = process.communicate()
            wrong.append(f"no end within {SECONDS} s")
        if interrupt:
            timer.cancel()
        out, err = out.decode(errors="replace"), err.decode(errors="replace")
        err = re.sub(r"^Picked up JAVA_TOOL_OPTIONS:.*\n", "", err)
        # Before Java heeds signals, the system ends it: a shell calls that 130 as well.
        status = 130 if process.returncode == -signal.SIGINT else process.returncode
        complaints = [text for text in err.splitlines() if text.startswith("vae: ")]
        if status == 1:
            if words[0] not in ("check", "inspect") or not complaints:
                wrong.append("status 1")
        elif status == 130:
            if not interrupt:
                wrong.append("status 130 of a line that nobody interrupted")
        elif status == 2:
            if len(complaints) != 1:
                wrong.append(f"status 2 with {len(complaints)} lines that say why")
        elif status != 0:
            wrong.append(f"status {status}")
        for sign in ("Exception", "\tat ", "bug of VaeGraph", "SIGSEGV", "SIGABRT", "A fatal error", "secret", "\x1b"):
            if sign in err or sign in out:
                wrong.append(f"{sign!r} in what it printed")
        if list(folder.rglob("hs_err*")) or list(folder.rglob("core.*")):
            wrong.append("a crash's file")
        if list(temporary.iterdir()):
            wrong.append(f"left in the temporary folder: {[path.name for path in temporary.iterdir()]}")
        unfinished = [path for path in folder.rglob("*") if path.name.endswith((".partial", ".deleted"))]
        if unfinished:
            wrong.append(f"left unfinished: {[str(path.relative_to(folder)) for path in unfinished]}")
        after = contents(folder)
        for path, digest in before.items():
            if after.get(path) != digest and not may_change(path, words):
                wrong.append(f"changed {path}")
        left = list(session_left(process.pid))
        if left:
            wrong.append(f"processes left: {left}")
            for name in left:
                os.kill(int(name), signal.SIGKILL)
        if wrong or keep:
            wrong.append("stdout: " + out[-600:])
            wrong.append("stderr: " + err[-1500:])
        return status, wrong
    finally:
        if keep:
            print("its folder:", work)
        else:
            shutil.rmtree(work, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", type=int)
    arguments = parser.parse_args()
    told = options()
    with tempfile.TemporaryDirectory() as temporary:
        home = pathlib.Path(temporary, "home")
        home.mkdir()
        fixtures(home)
        lines = []
        for number in range(arguments.count if arguments.only is None else arguments.only + 1):
            rng = random.Random(f"{arguments.seed}-{number}")
            words = line(rng, told)
            lines.append((number, words, rng.uniform(0.2, 4) if rng.random() < 0.08 else None))
        if arguments.only is not None:
            lines = lines[-1:]
        statuses, failures = {}, 0
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            begun = time.monotonic()
            futures = {pool.submit(attempt, home, *one, arguments.only is not None): one for one in lines}
            for future in concurrent.futures.as_completed(futures):
                number, words, interrupt = futures[future]
                status, wrong = future.result()
                statuses[status] = statuses.get(status, 0) + 1
                if wrong:
                    failures += 1
                    print(f"line {number}: vae {shlex.join(words)}" + (f" (interrupted after {interrupt:.1f} s)" if interrupt else ""))
                    print("  " + "\n  ".join(wrong), flush=True)
        print(f"{len(lines) - failures} of {len(lines)} command lines ended as promised, by status "
              f"{dict(sorted(statuses.items()))}, in {time.monotonic() - begun:.0f} s (seed {arguments.seed})")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
