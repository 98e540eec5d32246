#!/bin/sh
# Fuzzes the parsers with Jazzer: src/check/fuzz.sh SECONDS [PARSER ...], all of them by default.
# Anything but a refusal in one line, two seconds of computing for one input, a minute of the
# clock's, or a full heap of 512 MB is a finding: the input that led to it is left in
# target/fuzz/PARSER, and the status is not 0.
set -eu
cd "$(dirname "$0")/../.."
seconds=$1
shift
[ $# -gt 0 ] || set -- $(ls src/test/resources/fuzz) # a folder of seeds for each

mkdir -p target/fuzz
mvn -q -B -Pfuzz test-compile dependency:build-classpath -Dmdep.outputFile=target/fuzz/classpath.txt
[ -z "${JAVA_HOME:-}" ] || PATH=$JAVA_HOME/bin:$PATH
status=0
for parser in "$@"; do
  found=target/fuzz/$parser
  mkdir -p "$found/corpus"
  java -Xmx512m -XX:+UseSerialGC -Djava.awt.headless=true \
    -cp "target/test-classes:target/classes:$(cat target/fuzz/classpath.txt)" \
    com.code_intelligence.jazzer.Jazzer \
    --target_class=io.github.vaegraph.ParserFuzz --target_args="$parser" \
    --instrumentation_includes='io.github.vaegraph.**:de.siegmar.**:com.fasterxml.jackson.**:com.sun.imageio.**' \
    --reproducer_path="$found" \
    -artifact_prefix="$found/" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 \
    "$found/corpus" "src/test/resources/fuzz/$parser" >"$found/log.txt" 2>&1 || {
    status=1
    echo "fuzz: $parser: a finding; target/fuzz/$parser/log.txt ends with"
    tail -n 25 "$found/log.txt"
  }
  runs=$(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$found/log.txt")
  echo "fuzz: $parser: ${runs:-?} inputs in $seconds s"
done
exit $status
