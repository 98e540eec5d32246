"""Holds an export against Python's TensorFlow, saved_model_cli and tensorflow-serving-api.

usage: check.py MODEL RESULTS, with what SignatureResults.java wrote. Exits 1 at the first difference.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import tensorflow as tf
from tensorflow_serving.apis import prediction_log_pb2

# Two orders of summation in single precision differ by less, values above 1 in proportion.
TOLERANCE = 1e-5
ROWS = 1000


def fail(message):
    sys.exit("interop: " + message)


def difference(found, expected):
    """The largest difference, relative to values above 1; NaN where one is."""
    if found.shape != expected.shape:
        fail(f"expected shape {expected.shape}, found {found.shape}")
    scale = np.maximum(1, np.abs(expected))
    return float(np.max(np.abs(found - expected) / scale, initial=0))


class Export:
    """An export as Python loads it, and what Java computed with it."""

    def __init__(self, model, results):
        self.model = model
        self.results = results
        loaded = tf.saved_model.load(str(model))
        self.signatures = loaded.signatures
        self.variables = loaded.variables

    def specs(self, name):
        """The inputs of a signature: name -> TensorSpec."""
        return self.signatures[name].structured_input_signature[1]

    def inputs(self, name, rows=slice(None)):
        return {
            key: self.read(f"{name}.in.{key}", spec.dtype, spec.shape)[rows]
            for key, spec in self.specs(name).items()
        }

    def read(self, file, dtype, shape):
        values = np.fromfile(self.results / file, dtype.as_numpy_dtype)
        return values.reshape([ROWS] + list(shape)[1:])

    def outputs(self, name):
        return {
            key: self.read(f"{name}.out.{key}", spec.dtype, spec.shape)
            for key, spec in self.signatures[name].structured_outputs.items()
        }

    def call(self, name, inputs):
        tensors = {key: tf.constant(value) for key, value in inputs.items()}
        return {key: value.numpy() for key, value in self.signatures[name](**tensors).items()}


def same_results(export):
    """Python computes what Java does, for 1,000 rows and for single ones."""
    for name in sorted(export.signatures):
        expected = export.outputs(name)
        found = export.call(name, export.inputs(name))
        alone = [export.call(name, export.inputs(name, slice(i, i + 1))) for i in range(5)]
        for key in sorted(expected):
            far = difference(found[key], expected[key])
            single = np.concatenate([row[key] for row in alone])
            apart = difference(single, expected[key][:5])
            if not (far <= TOLERANCE and apart <= TOLERANCE):
                fail(f"{name} {key}: Python and Java differ by {far:.1e}, single rows by {apart:.1e}")
            print(f"{name:20} {key:15} 1,000 rows {far:.1e}   single rows {apart:.1e}")


def variables(export):
    """Python has the weights, in exports since there is generate_from_noise."""
    if "generate_from_noise" in export.signatures and not export.variables:
        fail("expected variables in what tf.saved_model.load returns, found none")
    print(f"variables            {len(export.variables)} in tf.saved_model.load(...).variables")


def hostile(export, name):
    """What a careless or ill-meaning client may send: (description, inputs, rows)."""
    usual = export.inputs(name, slice(0, 3))
    yield "an empty batch", {key: value[:0] for key, value in usual.items()}, 0
    for value in (np.nan, np.inf, -np.inf, 3e38, -3e38, 1e-45):
        yield f"{value} everywhere", filled(usual, value), 3
    extremes = np.array([-1, np.iinfo(np.int64).min, np.iinfo(np.int64).max])
    seeds = {k: extremes if v.dtype == np.int64 else v for k, v in usual.items()}
    yield "the seeds at the ends", seeds, 3
    yield "1,000 rows", export.inputs(name), ROWS
    if len(usual) > 1:
        first = sorted(usual)[0]
        yield f"fewer rows of {first}", {**usual, first: usual[first][:2]}, None
        yield f"one row of {first}", {**usual, first: usual[first][:1]}, None
        yield f"no rows of {first}", {**usual, first: usual[first][:0]}, None
    for key, value in usual.items():
        yield f"{key} without a batch", {**usual, key: value[0]}, None
        yield f"{key} with an axis more", {**usual, key: value[..., None]}, None
        yield f"{key} of another type", {**usual, key: value.astype(np.float64)}, None


def filled(inputs, value):
    return {
        key: array if array.dtype == np.int64 else np.full_like(array, value)
        for key, array in inputs.items()
    }


def survives(export):
    """Bad input gives results or an error, and the runtime lives on."""
    for name in sorted(export.signatures):
        refused = []
        for what, inputs, rows in hostile(export, name):
            try:
                outputs = export.call(name, inputs)
            except (tf.errors.OpError, ValueError, TypeError) as error:
                if rows is not None:
                    fail(f"{name}: {what} is refused: {error}")
                refused.append(what)
                continue
            for key, value in outputs.items():
                if rows is not None and len(value) != rows:
                    fail(f"{name} {key}: {what} gives {len(value)} rows, expected {rows}")
        after = export.call(name, export.inputs(name, slice(0, 3)))
        for key, value in export.outputs(name).items():
            if not difference(after[key], value[:3]) <= TOLERANCE:
                fail(f"{name} {key}: computes otherwise after bad input")
        print(f"{name:20} survives bad input; refuses {', '.join(refused)}")


def command_line(export):
    """saved_model_cli shows every signature, and runs one."""
    shown = cli("show", "--dir", export.model, "--all")
    for name in export.signatures:
        if f"signature_def['{name}']" not in shown:
            fail(f"saved_model_cli show --all does not tell of {name}:\n{shown}")
    with tempfile.TemporaryDirectory() as folder:
        image = pathlib.Path(folder, "image.npy")
        np.save(image, export.inputs("encode", slice(0, 10))["image"])
        cli("run", "--dir", export.model, "--tag_set", "serve", "--signature_def", "encode",
            "--inputs", f"image={image}", "--outdir", folder)
        for key, expected in export.outputs("encode").items():
            far = difference(np.load(pathlib.Path(folder, key + ".npy")), expected[:10])
            if not far <= TOLERANCE:
                fail(f"saved_model_cli run: {key} differs by {far:.1e}")
    print("saved_model_cli      shows every signature and runs encode")


def cli(*arguments):
    done = subprocess.run(
        ["saved_model_cli", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        fail(f"saved_model_cli {arguments[0]} exits {done.returncode}:\n{done.stderr}")
    return done.stdout


def warm_up(export):
    """The server's own messages read every warm-up record, and the record's signature takes it."""
    file = export.model / "assets.extra" / "tf_serving_warmup_requests"
    if not file.exists() and "interpolate" not in export.signatures:
        return print("warm-up              none: exports carry it since there is interpolate")
    if not file.exists():
        fail(f"{file}: expected warm-up requests, found none")
    batches = {name: set() for name in export.signatures}
    for record in tf.data.TFRecordDataset(str(file)):
        log = prediction_log_pb2.PredictionLog.FromString(record.numpy())
        if log.WhichOneof("log_type") != "predict_log":
            fail(f"{file}: expected requests to predict, found {log.WhichOneof('log_type')}")
        request = log.predict_log.request
        name = request.model_spec.signature_name
        specs = export.specs(name)
        if set(request.inputs) != set(specs):
            fail(f"{file}: {name} takes {sorted(specs)}, found {sorted(request.inputs)}")
        inputs = {key: tf.make_ndarray(value) for key, value in request.inputs.items()}
        for key, value in inputs.items():
            spec = specs[key]
            if value.dtype != spec.dtype.as_numpy_dtype or not spec.shape.is_compatible_with(value.shape):
                fail(f"{file}: {name} {key}: expected {spec}, found {value.dtype} {value.shape}")
        rows = len(next(iter(inputs.values())))
        for key, value in export.call(name, inputs).items():
            if len(value) != rows or not np.all(np.isfinite(value)):
                fail(f"{file}: {name} {key}: expected {rows} rows of finite values")
        batches[name].add(rows)
    for name, sizes in sorted(batches.items()):
        if 1 not in sizes or len(sizes) < 2:
            fail(f"{file}: {name}: expected batches of 1 and of more, found {sorted(sizes)}")
        print(f"{name:20} warm-up at batches of {', '.join(map(str, sorted(sizes)))}")


def main():
    export = Export(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    same_results(export)
    variables(export)
    survives(export)
    command_line(export)
    warm_up(export)


if __name__ == "__main__":
    main()
