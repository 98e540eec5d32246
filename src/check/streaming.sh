#!/bin/sh
# Tells how fast a folder of pictures streams through decoding, cropping and resizing, alone and into
# trainings: src/check/streaming.sh FOLDER NETWORK...; src/check/Faces.java makes such a folder.
set -eu
cd "$(dirname "$0")/../.."
./vae --version >/dev/null
: "${MALLOC_TRIM_THRESHOLD_:=2000000000}" "${MALLOC_MMAP_THRESHOLD_:=1000000000}" "${MALLOC_ARENA_MAX:=1}"
: "${TF_CPP_MIN_LOG_LEVEL:=2}"
export MALLOC_TRIM_THRESHOLD_ MALLOC_MMAP_THRESHOLD_ MALLOC_ARENA_MAX TF_CPP_MIN_LOG_LEVEL
# As ./vae starts Java.
exec java -XX:+UseSerialGC -Xmn16m -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=60000 \
  -cp "target/vaegraph.jar:$(cat target/classpath.txt)" src/check/Streaming.java "$@"
