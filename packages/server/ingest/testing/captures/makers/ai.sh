#!/bin/sh
# Usage: ai.sh NAME COMMAND...: runs a program that sends OTLP to the tap, and writes ai/NAME.json. model.py must listen at 18099.
set -eu
name=$1
shift
node makers/tap.mjs "ai/$name.json" &
tap=$!
trap 'kill $tap; wait $tap || true' EXIT
sleep 1
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:19318 OTEL_EXPORTER_OTLP_COMPRESSION=gzip TRACELOOP_TELEMETRY=false "$@"
