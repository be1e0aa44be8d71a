#!/bin/sh
# Requests to llama-server at port 18080, its page of metrics, four requests more, and the page again while some of seven others are on their way.
set -eu
ask() {
  curl -s -o /dev/null http://127.0.0.1:18080/v1/chat/completions -H 'content-type: application/json' \
    -d "{\"max_tokens\":$1,\"cache_prompt\":false,\"ignore_eos\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
}
page() {
  curl -s http://127.0.0.1:18080/metrics | gzip -9n > "pages/llama-$1.txt.gz"
}
ask 16; ask 16
page 1
for _ in 1 2 3 4; do ask 16; done
for _ in 1 2 3 4 5 6 7; do ask 1000 & done
sleep 1
page 2
wait
