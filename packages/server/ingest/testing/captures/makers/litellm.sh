#!/bin/sh
# Requests to a LiteLLM proxy at port 18100 (one of them fails), its page of metrics, four requests more, and the page again.
set -eu
ask() {
  curl -s -o /dev/null http://127.0.0.1:18100/v1/chat/completions -H 'content-type: application/json' \
    -d "{\"model\":\"$1\",\"stream\":$2,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
}
page() {
  sleep 3
  curl -sL http://127.0.0.1:18100/metrics | gzip -9n > "pages/litellm-$1.txt.gz"
}
ask tiny false; ask tiny false; ask broken false; ask tiny true
page 1
for _ in 1 2 3 4; do ask tiny true; done
page 2
