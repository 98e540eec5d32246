#!/bin/sh
# Trains, resumes, evaluates and exports models of every pair of choices: networks, likelihoods, objectives,
# priors, posteriors, binarizations, layers, classes, towers, codes an image.
set -eu
cd "$(dirname "$0")/../.."
./vae --version >/dev/null
: "${MALLOC_ARENA_MAX:=1}" "${TF_CPP_MIN_LOG_LEVEL:=2}"
export MALLOC_ARENA_MAX TF_CPP_MIN_LOG_LEVEL
exec java -XX:+UseSerialGC -Xmx2g -cp "target/vaegraph.jar:$(cat target/classpath.txt)" src/check/Combinations.java
