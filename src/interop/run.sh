#!/bin/sh
# Holds an export against what we did not write: Python's TensorFlow, saved_model_cli and the messages
# of tensorflow-serving-api. Needs a build (./vae --version makes one) and Python 3.10 to 3.13; what it
# installs stays in target/interop.
#
# usage: src/interop/run.sh MODEL, a version's folder as savedmodel/digits/1
set -eu
model=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
venv=target/interop/venv
wanted=src/interop/requirements.txt

if ! cmp -s "$wanted" "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  # The pip that comes with older Pythons stumbles over newer packages' metadata.
  "$venv/bin/pip" install -q --upgrade pip
  grep '^tensorflow-cpu' "$wanted" | xargs "$venv/bin/pip" install -q
  grep '^tensorflow-serving-api' "$wanted" | xargs "$venv/bin/pip" install -q --no-deps
  cp "$wanted" "$venv/requirements.txt"
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
java -cp "target/vaegraph.jar:$(cat target/classpath.txt)" src/interop/SignatureResults.java "$model" "$results"
TF_CPP_MIN_LOG_LEVEL=2 PATH="$venv/bin:$PATH" "$venv/bin/python" src/interop/check.py "$model" "$results"
