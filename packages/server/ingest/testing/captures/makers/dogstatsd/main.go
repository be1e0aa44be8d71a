// Usage: main SOCKET. A hub's metrics by the DogStatsD client for Go, to a Unix socket.
package main

import (
	"os"

	"github.com/DataDog/datadog-go/v5/statsd"
)

func main() {
	client, err := statsd.New("unixstream://"+os.Args[1], statsd.WithTags([]string{"service:shop", "instance:go"}))
	if err != nil {
		panic(err)
	}
	_ = client.Gauge("active_connections", 12, nil, 1)
	for _, milliseconds := range []float64{40, 60, 80, 100} {
		_ = client.TimeInMilliseconds("http.server.request.duration", milliseconds, nil, 1)
	}
	_ = client.Distribution("gen_ai.server.time_to_first_token", 0.25, nil, 1)
	for _, member := range []string{"a", "b", "a"} {
		_ = client.Set("queue_depth", member, nil, 1)
	}
	if err := client.Close(); err != nil {
		panic(err)
	}
}
