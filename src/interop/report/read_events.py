"""Reads runs' event files as TensorBoard does, and holds them to the runs' own logs."""

import json
import math
import pathlib
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

NAMES = {"negativeElbo": "negative_elbo", "rate": "rate", "distortion": "distortion"}


def check(run):
    config = json.loads((run / "config.json").read_text())
    epochs = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    steps = [epoch["steps"] for epoch in epochs]
    variational = config["model"]["latent"]["posterior"] != "point"
    # 0: keep every event.
    events = EventAccumulator(
        str(run / "tensorboard"),
        {"scalars": 0, "images": 0, "histograms": 0, "tensors": 0},
    ).Reload()
    tags = events.Tags()

    for split in "train", "validation":
        for name, tag in NAMES.items():
            logged = [(e["steps"], e[split][name]) for e in epochs if e[split] and e[split][name] is not None]
            compare(events, tags, f"{split}/{tag}", logged)
    compare(events, tags, "train/images_per_second", [(e["steps"], e["imagesPerSecond"]) for e in epochs])

    expected = ["learning_rate", "gradient_norm", "distortion", "bound"] + ["rate", "negative_elbo"] * variational
    found = sorted(tag for tag in tags["scalars"] if tag.startswith("step/"))
    assert found == sorted("step/" + name for name in expected), found
    for tag in found:
        measured = [event.step for event in events.Scalars(tag)]
        last_of_epochs = sorted(set(range(1, steps[-1] + 1, 10)) | set(steps))
        assert measured == last_of_epochs, f"{run}: {tag} at steps {measured}"
        assert all(math.isfinite(event.value) for event in events.Scalars(tag)), tag
    rates = {event.value for event in events.Scalars("step/learning_rate")}
    assert all(0 < rate <= 1.000001 * float(config["training"]["learningRate"]) for rate in rates), rates
    assert all(event.value > 0 for event in events.Scalars("step/gradient_norm"))

    weights = [tag for tag in tags["histograms"] if tag.startswith("weights/")]
    assert any("encoder" in tag for tag in weights) and any("decoder" in tag for tag in weights), weights
    for tag in weights:
        histograms = events.Histograms(tag)
        assert [event.step for event in histograms] == steps, f"{run}: {tag}"
        assert all(event.histogram_value.num > 0 for event in histograms), tag

    drawn = [e["steps"] for e in epochs if e["epoch"] <= 10 or e["epoch"] % 10 == 0]
    for tag in "pictures/samples/image", "pictures/reconstructions/image":
        pictures = events.Images(tag)
        assert [event.step for event in pictures] == drawn, f"{run}: {tag}"
        assert all(event.encoded_image_string.startswith(b"\x89PNG") for event in pictures), tag

    (settings,) = events.Tensors("settings")
    text = settings.tensor_proto.string_val[0].decode()
    for key in "network", "likelihood", "objective":
        assert f"| model.{key} | {config['model'][key]} |" in text, text
    assert f"| model.latent.dim | {config['model']['latent']['dim']} |" in text, text
    assert events.SummaryMetadata("settings").plugin_data.plugin_name == "text"
    print(f"{run}: {len(tags['scalars'])} curves, {len(weights)} histograms, {len(epochs)} epochs")


def compare(events, tags, tag, logged):
    if not logged:
        assert tag not in tags["scalars"], f"{tag}: the log has none"
        return
    written = [(event.step, event.value) for event in events.Scalars(tag)]
    assert [step for step, _ in written] == [step for step, _ in logged], f"{tag}: {written}, {logged}"
    for (_, found), (_, expected) in zip(written, logged):
        # Events hold single precision.
        assert math.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-6), f"{tag}: {found}, {expected}"


for argument in sys.argv[1:]:
    check(pathlib.Path(argument))
