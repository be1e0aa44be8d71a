"""Usage: send.py SOCKET. A hub's metrics by the DogStatsD client for Python, to a Unix socket."""

import sys

from datadog.dogstatsd import DogStatsd

client = DogStatsd(socket_path=f"unixstream://{sys.argv[1]}", constant_tags=["service:shop", "instance:python"])
client.gauge("active_connections", 12)
for milliseconds in (40, 60, 80, 100):
    client.timing("http.server.request.duration", milliseconds)
client.distribution("gen_ai.server.time_to_first_token", 0.25)
for member in ("a", "b", "a"):
    client.set("queue_depth", member)
client.event("title", "text")
client.flush()
client.close_socket()
