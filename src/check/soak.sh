#!/bin/sh
# Runs an application that never ends for so many seconds, and looks whether its memory, threads or open
# files grow: src/check/soak.sh 600
set -eu
cd "$(dirname "$0")/../.."
./vae --version >/dev/null
: "${MALLOC_ARENA_MAX:=1}" "${TF_CPP_MIN_LOG_LEVEL:=2}"
export MALLOC_ARENA_MAX TF_CPP_MIN_LOG_LEVEL
exec java -XX:+UseSerialGC -Xmx512m -cp "target/vaegraph.jar:$(cat target/classpath.txt)" src/check/Soak.java "$1"
