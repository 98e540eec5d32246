#!/bin/sh
# Fuzzes the parsers with Jazzer: src/check/fuzz.sh SECONDS [PARSER ...], each of them by default, one a
# core at a time. The parser "all" hands each input to every one of them: what a short run takes, as
# getting started takes Jazzer half a minute. Anything but a refusal in one line, two seconds of
# computing for one input, a minute of the clock's, or a full heap of 512 MB is a finding: the input
# that led to it is left in target/fuzz/PARSER, and the status is not 0.
set -eu
cd "$(dirname "$0")/../.."
classpath=target/fuzz/classpath.txt
seeds=src/test/resources/fuzz # a folder for each parser

# For itself: one parser.
if [ "$1" = --one ]; then
  seconds=$2
  parser=$3
  found=target/fuzz/$parser
  if [ "$parser" = all ]; then corpus=$(echo "$seeds"/*); else corpus=$seeds/$parser; fi
  mkdir -p "$found/corpus"
  status=0
  [ -z "${JAVA_HOME:-}" ] || PATH=$JAVA_HOME/bin:$PATH
  java -Xmx512m -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "target/test-classes:target/classes:$(cat "$classpath")" \
    com.code_intelligence.jazzer.Jazzer \
    --target_class=io.github.vaegraph.ParserFuzz --target_args="$parser" \
    --instrumentation_includes='io.github.vaegraph.**:de.siegmar.**:com.fasterxml.jackson.**:com.sun.imageio.**' \
    --reproducer_path="$found" \
    -artifact_prefix="$found/" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 \
    "$found/corpus" $corpus >"$found/log.txt" 2>&1 || {
    status=1
    echo "fuzz: $parser: a finding; $found/log.txt ends with"
    tail -n 25 "$found/log.txt"
  }
  runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$found/log.txt")
  echo "fuzz: $parser: ${runs:-?} inputs in $seconds s"
  exit $status
fi

seconds=$1
shift
[ $# -gt 0 ] || set -- $(ls "$seeds")
mkdir -p target/fuzz
mvn -q -B -ntp test-compile
mvn -q -B -ntp -Pfuzz dependency:build-classpath -Dmdep.outputFile="$classpath"
printf '%s\n' "$@" |
  xargs -n 1 -P "$(getconf _NPROCESSORS_ONLN)" src/check/fuzz.sh --one "$seconds"
