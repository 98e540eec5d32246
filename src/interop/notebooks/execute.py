"""Executes the notebooks and holds their outputs to the committed ones.

A cell that fails ends the run with an error. Text must be the committed text, numbers within
TOLERANCE; pictures must have the committed size in pixels. No output may hold a path of this
machine, a warning of a native library or a stack trace.
"""

import argparse
import base64
import pathlib
import re
import struct
import sys
import tempfile
import time

import nbformat
from nbclient import NotebookClient

ROOT = pathlib.Path(__file__).resolve().parents[3]
NOTEBOOKS = ROOT / "notebooks"
EXECUTED = ROOT / "target" / "notebooks"

# Another processor rounds otherwise, which training magnifies: a tenth, or 0.3 where that is more.
RELATIVE = 0.1
ABSOLUTE = 0.3

# Attempts to start a kernel.
STARTS = 4

# Bytes of one picture, and of a whole notebook.
PICTURE_LIMIT = 150_000
NOTEBOOK_LIMIT = 1_000_000

NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
FORBIDDEN = [
    (re.compile(re.escape(str(ROOT))), "this repository's path"),
    (re.compile(re.escape(str(pathlib.Path.home())) + "(?![a-z])"), "the home folder"),
    (re.compile(re.escape(tempfile.gettempdir()) + "/"), "a temporary path"),
    (re.compile(r"^\s+at [\w.$]+\(", re.MULTILINE), "a stack trace"),
    (re.compile(r"Exception|Error:"), "an exception"),
    (re.compile(r"[a-z]\.[A-Z]\w+@[0-9a-f]+"), "an object's address"),
    (re.compile(r"WARNING|^[WEI]\d{4} |tensorflow/core", re.MULTILINE), "a native warning"),
]


def executed(path, kernel):
    """The notebook with the outputs of a kernel."""
    for attempt in range(STARTS):
        notebook = nbformat.read(path, as_version=4)
        metadata = notebook.metadata.copy()
        try:
            execute(notebook, kernel, EXECUTED / f"{path.stem}.log")
            break
        except RuntimeError as e:
            # rapaio's kernel loses its first message where that comes too early, and then never
            # answers; a cell that fails is another kind of error, and ends the run.
            if "Kernel didn't respond" not in str(e) or attempt == STARTS - 1:
                raise
    notebook.metadata = metadata
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = tidy(cell.outputs)
    return notebook


def execute(notebook, kernel, log):
    """Runs all cells in a kernel of their own, in an empty folder."""
    with tempfile.TemporaryDirectory() as folder, open(log, "w") as written:
        NotebookClient(
            notebook,
            kernel_name=kernel,
            timeout=900,
            startup_timeout=45,
            resources={"metadata": {"path": folder}},
        ).execute(stdout=written, stderr=written)


def tidy(outputs):
    """One output for each stream, and pictures without the text that names their address."""
    kept = []
    for output in outputs:
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
            continue
        if "image/png" in output.get("data", {}):
            output.data = {"image/png": output.data["image/png"]}
        elif "data" in output and "text/plain" not in output.data:
            # rapaio's kernel calls every text HTML.
            output.data = {"text/plain": output.data["text/html"]}
        output.pop("metadata", None)
        if output.output_type != "stream":
            output.metadata = {}
        kept.append(output)
    return kept


def text(output):
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def size(output):
    """Width and height of a PNG, from its header."""
    png = base64.b64decode(output.data["image/png"])
    return struct.unpack(">II", png[16:24]), len(png)


def differences(expected, found):
    """What differs in a cell's outputs, in words."""
    if [kind(o) for o in expected] != [kind(o) for o in found]:
        yield f"expected {[kind(o) for o in expected]}, found {[kind(o) for o in found]}"
        return
    for before, now in zip(expected, found):
        if "image/png" in now.get("data", {}):
            if size(before)[0] != size(now)[0]:
                yield f"expected a picture of {size(before)[0]}, found {size(now)[0]}"
        else:
            yield from text_differences(text(before), text(now))


def kind(output):
    return output.output_type + (" picture" if "image/png" in output.get("data", {}) else "")


def text_differences(expected, found):
    if words(expected) != words(found):
        yield f"expected the text\n{expected}\nfound\n{found}"
        return
    for before, now in zip(NUMBER.findall(expected), NUMBER.findall(found)):
        a, b = (float(value.replace(",", "")) for value in (before, now))
        if abs(a - b) > max(ABSOLUTE, RELATIVE * abs(a)):
            yield f"expected {before}, found {now} in\n{found}"


def words(value):
    return re.sub(r"\s+", " ", NUMBER.sub("#", value)).strip()


def violations(notebook):
    """What no output may hold."""
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            for pattern, what in FORBIDDEN:
                if pattern.search(text(output)):
                    yield f"cell {number} prints {what}:\n{text(output)}"
            if output.get("name") == "stderr":
                yield f"cell {number} writes to standard error:\n{text(output)}"
            if "image/png" in output.get("data", {}) and size(output)[1] > PICTURE_LIMIT:
                yield f"cell {number}: a picture of {size(output)[1]} bytes"
    length = len(nbformat.writes(notebook))
    if length > NOTEBOOK_LIMIT:
        yield f"the notebook is {length} bytes long"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--refresh", action="store_true", help="replace the committed outputs")
    parser.add_argument("--kernel", default="vaegraph-rapaio", help="default: vaegraph-rapaio")
    parser.add_argument("names", nargs="*", help="default: all notebooks")
    arguments = parser.parse_args()
    paths = [NOTEBOOKS / name for name in arguments.names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    if not paths:
        sys.exit(f"{NOTEBOOKS}: no notebooks")
    EXECUTED.mkdir(parents=True, exist_ok=True)
    failed = False
    for path in paths:
        start = time.monotonic()
        committed = nbformat.read(path, as_version=4)
        notebook = executed(path, arguments.kernel)
        problems = list(violations(notebook))
        if not arguments.refresh:
            for number, (before, now) in enumerate(zip(committed.cells, notebook.cells)):
                for difference in differences(before.get("outputs", []), now.get("outputs", [])):
                    problems.append(f"cell {number}: {difference}")
        target = path if arguments.refresh and not problems else EXECUTED / path.name
        nbformat.write(notebook, target)
        print(f"{path.name}: {time.monotonic() - start:.0f} s, {arguments.kernel}", flush=True)
        for problem in problems:
            failed = True
            print(f"  {problem}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
