"""Converts an export by the tools of other runtimes, and holds what they compute against Java's results.

usage: convert.py [--tfjs VENV NODE_MODULES] MODEL RESULTS [MODEL RESULTS ...], with what
SignatureResults.java wrote. Prints a table of the largest differences. Exits 1 where a tool takes a
signature no longer, or computes something else.
"""

import argparse
import importlib.metadata
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnxruntime
import openvino
import tensorflow as tf

# Of two that compute in single precision; values above 1 in proportion. Java and TFLite were seen 7e-6 and
# 8e-6 from double precision's results, for logits in the thousands.
TOLERANCE = 2e-5
ROWS = 1000
FEW = 100  # for JavaScript alone
# The others make their noise of a seed by ops that no tool knows, bitwise ones and Ndtri.
SIGNATURES = ["encode", "decode", "reconstruct", "interpolate", "generate_from_noise"]
HERE = pathlib.Path(__file__).parent


class Signature:
    """A signature as Python's TensorFlow loads it, with the inputs and outputs of Java's."""

    def __init__(self, model, results, name, function):
        self.model = model
        self.name = name
        self.function = function
        self.inputs = self.read(results, "in", self.function.structured_input_signature[1])
        self.outputs = self.read(results, "out", self.function.structured_outputs)

    def read(self, results, way, specs):
        return {
            key: np.fromfile(
                results / f"{self.name}.{way}.{key}", spec.dtype.as_numpy_dtype
            ).reshape([ROWS] + list(spec.shape)[1:])
            for key, spec in specs.items()
        }


def onnx(signature, inputs, folder):
    """tf2onnx names inputs and outputs as the signature does; where one name is both, it fails."""
    file = folder / "model.onnx"
    both = set(signature.inputs) & set(signature.outputs)
    run(sys.executable, "-m", "tf2onnx.convert", "--saved-model", signature.model,
        "--signature_def", signature.name, "--output", file, *["--use-graph-names"] * bool(both))
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    if both:
        names = [taken.name for taken in session.get_inputs()]
        inputs = {name: next(v for key, v in inputs.items() if key in name) for name in names}
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(None, inputs)))


def tflite(signature, inputs, _):
    converter = tf.lite.TFLiteConverter.from_saved_model(
        str(signature.model), signature_keys=[signature.name])
    interpreter = tf.lite.Interpreter(model_content=converter.convert())
    return interpreter.get_signature_runner(signature.name)(**inputs)


def open_vino(signature, inputs, _):
    """From what Python's TensorFlow has loaded: from the folder, OpenVINO takes the default alone."""
    return compiled(openvino.convert_model(signature.function), inputs)


def open_vino_alone(signature, inputs, _):
    return compiled(openvino.convert_model(str(signature.model)), inputs)


def compiled(model, inputs):
    model = openvino.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    result = model(inputs)
    return {output.any_name: result[output] for output in model.outputs}


def tensorflow_js(venv, modules):
    def convert(signature, inputs, folder):
        run(venv / "bin" / "tensorflowjs_converter", "--input_format=tf_saved_model",
            "--output_format=tfjs_graph_model", f"--signature_name={signature.name}",
            signature.model, folder / "web")
        for name, value in inputs.items():
            value.tofile(folder / name)
        shapes = json.dumps({name: value.shape for name, value in inputs.items()})
        told = run("node", HERE / "predict.js", folder, shapes,
                   env={**os.environ, "NODE_PATH": str(modules)})
        return {
            name: np.fromfile(folder / name, np.float32).reshape(shape)
            for name, shape in json.loads(told).items()
        }
    return convert


def paired(found, expected):
    """(found, expected) for each output: by its name, or its node's, else by its shape.

    Nodes are called encode.logVariance; and where an output has an input's name or is an input,
    some tools call it otherwise.
    """
    def plain(name):
        return name.split(":")[0].split(".")[-1].replace("_", "").lower()

    by_name = {plain(name): value for name, value in found.items()}
    pairs = {}
    for name, value in expected.items():
        if plain(name) in by_name:
            pairs[name] = by_name.pop(plain(name)), value
    for name in set(expected) - set(pairs):
        (rest,) = [v for v in by_name.values() if v.shape == expected[name].shape]
        pairs[name] = rest, expected[name]
    return pairs.values()


def run(*command, env=None):
    done = subprocess.run(
        [str(word) for word in command], env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip()[-1000:])
    return done.stdout


def difference(found, expected):
    """The largest difference, relative to values above 1; NaN where one is."""
    if found.shape != expected.shape:
        raise ValueError(f"expected shape {expected.shape}, found {found.shape}")
    return float(np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected))))


def farthest(convert, signature, rows):
    inputs = {key: value[:rows] for key, value in signature.inputs.items()}
    outputs = {key: value[:rows] for key, value in signature.outputs.items()}
    with tempfile.TemporaryDirectory() as folder:
        pairs = paired(convert(signature, inputs, pathlib.Path(folder)), outputs)
        # Unlike max, this gives NaN where one is.
        return float(np.max([difference(found, expected) for found, expected in pairs]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tfjs", nargs=2, type=pathlib.Path)
    parser.add_argument("models", nargs="+", type=pathlib.Path)
    arguments = parser.parse_args()
    version = importlib.metadata.version
    tools = {
        f"tf2onnx {version('tf2onnx')}, onnxruntime {onnxruntime.__version__}": onnx,
        f"TFLite of TensorFlow {tf.__version__}": tflite,
        f"OpenVINO {version('openvino')}, what TensorFlow has loaded": open_vino,
        f"OpenVINO {version('openvino')}, the folder": open_vino_alone,
    }
    if arguments.tfjs:
        web = run(arguments.tfjs[0] / "bin" / "pip", "show", "tensorflowjs").splitlines()[1]
        tools[f"tensorflowjs {web.split()[-1]}, plain JavaScript"] = tensorflow_js(*arguments.tfjs)
    largest = {}
    failures = []
    for model, results in zip(arguments.models[::2], arguments.models[1::2]):
        functions = tf.saved_model.load(str(model)).signatures
        for name in SIGNATURES:
            if name not in functions:  # an older export
                continue
            signature = Signature(model, results, name, functions[name])
            for tool, convert in tools.items():
                if convert is open_vino_alone and name != "encode":
                    continue
                if tool.startswith("tensorflowjs") and "label" in signature.inputs:
                    continue  # it has no int64
                try:
                    far = farthest(convert, signature, FEW if tool.startswith("tensorflowjs") else ROWS)
                except Exception as error:  # each tool has its own
                    failures.append(f"{model.parent.name} {name}, {tool}: {error}")
                    continue
                if not far <= TOLERANCE:
                    failures.append(f"{model.parent.name} {name}, {tool}: differs by {far:.1e}")
                largest[tool, name] = max(far, largest.get((tool, name), 0))
    print("| tool | " + " | ".join(f"`{name}`" for name in SIGNATURES) + " |")
    print("|---" * (len(SIGNATURES) + 1) + "|")
    for tool in tools:
        cells = [largest.get((tool, name)) for name in SIGNATURES]
        print(f"| {tool} | " + " | ".join("" if c is None else f"{c:.0e}" for c in cells) + " |")
    if failures:
        sys.exit("converters:\n" + "\n".join(failures))


if __name__ == "__main__":
    main()
