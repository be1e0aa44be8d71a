#!/bin/sh
# Usage: build.sh FOLDER. Builds Grafana Alloy 1.0.0 there, with the components alone that config.alloy names: with all of them it takes hours.
set -eu
mkdir -p "$1"
cd "$1"
get() { curl -sf -o part.zip "https://proxy.golang.org/github.com/grafana/$1.zip" && unzip -q -o part.zip; }
get alloy/@v/v1.0.0
get alloy/syntax/@v/v0.1.0
mv github.com/grafana/alloy/syntax@v0.1.0 github.com/grafana/alloy@v1.0.0/syntax
cd github.com/grafana/alloy@v1.0.0
{
  echo 'package all'
  echo 'import ('
  for each in otelcol/exporter/otlphttp otelcol/receiver/otlp prometheus/remotewrite prometheus/scrape prometheus/relabel; do
    echo "_ \"github.com/grafana/alloy/internal/component/$each\""
  done
  echo ')'
} > internal/component/all/all.go
GOTOOLCHAIN=go1.22.12 GOFLAGS=-mod=mod go build -o "$1/alloy" .
