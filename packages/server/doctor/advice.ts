import type { Finding } from '@hubscope/core/wire';

/** What a refusal or a drop means, and what to do. */
export type Advice = Pick<Finding, 'severity' | 'what' | 'todo'>;

const error = (what: string, todo: string): Advice => ({ severity: 'error', what, todo });
const warning = (what: string, todo: string): Advice => ({ severity: 'warning', what, todo });
const info = (what: string, todo: string): Advice => ({ severity: 'info', what, todo });

const noRoom = error(
  'there was no room, or a hub was past its part.',
  'Send less often or in larger batches; give the server more CPU. Where keys are asked for, see that it shows the right one: too many wrong ones are answered so too.',
);

/** By the code of the refusal, which a sender is answered where its door has answers. */
const refusals: Readonly<Record<string, Advice>> = {
  http2_on_http1: error(
    'the sender speaks gRPC to the port for HTTP.',
    'Send gRPC to port 4317, or set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf.',
  ),
  http1_on_http2: error(
    'the sender speaks HTTP/1 to the port for gRPC.',
    'Send OTLP over HTTP to port 4318, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc.',
  ),
  call_cut: error(
    'calls that ended before they could be answered: a message over the limit, a packing that is not understood, or a sender that gave up.',
    'Send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512), or raise max_body_bytes; pack with gzip or not at all; see that OTEL_EXPORTER_OTLP_TIMEOUT is 10000 (ms).',
  ),
  tls_on_plain: error(
    'the sender speaks TLS to a port without it.',
    'Write http:// in place of https:// in its endpoint (gRPC: OTEL_EXPORTER_OTLP_INSECURE=true).',
  ),
  plain_on_tls: error(
    'the sender speaks to a port of TLS without it.',
    'Write https:// in its endpoint, and name the authority where it is your own: OTEL_EXPORTER_OTLP_CERTIFICATE=ca.pem.',
  ),
  unauthorized: error(
    'it shows no key, or one that is not known.',
    'Make one with hubscope keys create my-hub --scope ingest, and set OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20KEY" (remote write: authorization: { credentials: KEY }).',
  ),
  forbidden: error(
    'its key may not send telemetry.',
    'Give it one with the scope ingest: hubscope keys create my-hub --scope ingest.',
  ),
  forbidden_origin: error(
    'a page of an origin that is not named.',
    'Name the origin of that page under origins: in the configuration (HUBSCOPE_ORIGINS).',
  ),
  not_found: error(
    'nothing is at that address.',
    'OTEL_EXPORTER_OTLP_ENDPOINT takes the address without a path; OTEL_EXPORTER_OTLP_TRACES_ENDPOINT with /v1/traces. Remote write goes to /api/v1/write.',
  ),
  method_not_allowed: error('telemetry comes by POST.', 'Check the address: this one is no page to be read.'),
  unsupported_media_type: error(
    'the content type or the packing is not understood.',
    'OTLP: OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf or http/json, packed with gzip or not at all. Remote write: snappy, not zstd.',
  ),
  malformed_body: error(
    'the body is not what its content type says.',
    'See that nothing between the sender and this port changes the body, and that Content-Encoding is right.',
  ),
  invalid_request: error(
    'points that can never be counted; the answer says why, and so does what is not counted below.',
    'See the findings of the hub.',
  ),
  body_too_large: error(
    'the body is larger than the limit.',
    'Send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512), or raise max_body_bytes.',
  ),
  request_timeout: error(
    'calls whose message did not arrive whole in 30 s.',
    'See what holds it back on its way: a slow link, or a proxy. Send smaller batches (OTEL_BSP_MAX_EXPORT_BATCH_SIZE=512).',
  ),
  too_many_requests: noRoom,
  overloaded: noRoom,
  unknown_telemetry: warning(
    'telemetry that is not taken, or a path with a slip in it: /v1/traces, /v1/metrics and /v1/logs are.',
    'Mend the path, or switch that exporter off, for instance OTEL_PROFILES_EXPORTER=none.',
  ),
  internal: error('a fault of this server.', 'See its log on standard error.'),
  not_statsd: error(
    'packets without a line of StatsD.',
    'Send name:value|type, a metric a line; by the Unix socket each packet behind its length (unixstream://). See what else sends to that port.',
  ),
};

export function refusalAdvice(code: string): Advice {
  return refusals[code] ?? error(`answered ${code}.`, 'See what the sender logs of it.');
}

/** By drop reason. What is not here is nothing to act on. */
const drops: Readonly<Record<string, Advice>> = {
  future: error(
    'their time is more than 5 s ahead of this machine’s clock.',
    'Set the clock of the sender, or of this machine (timedatectl set-ntp true). Remote write has its times in milliseconds.',
  ),
  too_old: error(
    'they ended more than 120 s before they arrived.',
    'Set the clock of the sender, or see what holds its telemetry back. A backlog after an outage is lost beyond 120 s.',
  ),
  bad_time: error(
    'they carry no time, or none that a clock can show.',
    'Remote write has its times in milliseconds, OTLP in nanoseconds.',
  ),
  bad_duration: error(
    'they end before they start, or last longer than a day.',
    'Look at where the instrumentation takes its times.',
  ),
  bad_number: warning(
    'their value is infinite, or negative where that can’t be.',
    'Look at the instrument that records them.',
  ),
  bad_id: error(
    'their trace or span id is of wrong length.',
    'Ids are 16 and 8 bytes; in OTLP’s JSON, as hex digits.',
  ),
  bad_labels: error(
    'their labels have no name, a doubled name, or are too long.',
    'Drop or shorten them with write_relabel_configs.',
  ),
  bad_line: warning(
    'lines that are no StatsD metrics.',
    'Send name:value|type, with DogStatsD tags behind |#.',
  ),
  conflict: error(
    'two processes share one instance id, and their counters contradict each other.',
    'Give each its own: OTEL_RESOURCE_ATTRIBUTES=service.instance.id=$HOSTNAME-$$. For Prometheus, the label instance.',
  ),
  out_of_order: warning(
    'metric points older than the newest of their series.',
    'See that only one exporter sends each series.',
  ),
  duplicate: info(
    'they were delivered before.',
    'A retry does no harm; if it goes on, two exporters send the same.',
  ),
  unmapped: info(
    'no signal is made from these metrics.',
    'Nothing, unless you miss one: give it a row under mapping: in the configuration. hubscope doctor --mapping FILE says what a row would match.',
  ),
  component_limit: warning(
    'more components than are kept: the rest share other.',
    'Raise max_components, or name fewer agents and tools.',
  ),
  series_limit: error(
    'more metric series than a process may have.',
    'Drop labels of high cardinality (ids, paths) at the sender.',
  ),
  instance_limit: error(
    'more processes than a hub may have.',
    'See that service.instance.id does not change with each request.',
  ),
  forbidden_hub: error(
    'they name a hub that the key of their sender is not for.',
    'Set hub.name (Prometheus: the label hub) to one of the key’s hubs, or make a key for this one: hubscope keys create NAME --scope ingest --hub HUB.',
  ),
  hub_limit: error('more hubs than are kept.', 'Raise max_hubs, or see that hub.name does not hold an id.'),
  refused: error(
    'it sends more than its part of the time that there is for telemetry. Its senders try again, until their queues are full; packets of StatsD are lost.',
    'Sample in its processes (OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.1; StatsD: several lines a packet, and a rate, |@0.1), raise max_ingest_share where the CPU has more to give, or let more than one server share the hubs.',
  ),
};

/** Requests that were refused unread, on connections of which it was not known whose they are. */
const refusedUnknown = error(
  'more waited than could be taken in soon, and whose they are was not known.',
  'Look for the hub that sends most, and sample it; raise max_ingest_share where the CPU has more to give, or let more than one server share the hubs.',
);

/** Where nothing but unmapped metrics comes of a hub. */
export const allUnmapped = warning(
  'no signal is made from these metrics, and nothing else came of this hub: it is not shown.',
  'Give them rows under mapping: in the configuration; hubscope doctor --mapping FILE says what a row would match. Metrics under the names of the conventions need none.',
);

/** @param known whether it is known of which hub it was */
export function dropAdvice(reason: string, known = true): Advice | null {
  return reason === 'refused' && !known ? refusedUnknown : (drops[reason] ?? null);
}

/** What to do about a clock by which telemetry is counted, but at the wrong time. */
export const clockTodo = {
  ahead:
    'Set the clock of the sender, or of this machine (timedatectl set-ntp true, or chronyc makestep; that of a container is its host’s). What is more than 5 s ahead is lost.',
  behind:
    'Set the clock of the sender, or of this machine (timedatectl set-ntp true, or chronyc makestep; that of a container is its host’s), or see what holds its telemetry back, such as tail_sampling in a Collector. What is more than 120 s behind is lost.',
} as const;

/** By why a request was not sent on. What is not here is nothing to act on. */
const forwards: Readonly<Record<string, Advice>> = {
  full: error(
    'the queue for it was full.',
    'See whether it can be reached and answers fast enough, or raise max_queue_bytes under forward: in the configuration.',
  ),
  refused: error(
    'it refused them for good.',
    'See that endpoint: is its address without a path, that headers: hold the key that it asks for, and that signals: names only what it takes.',
  ),
  expired: error(
    'they could not be delivered in five minutes.',
    'See whether it runs and can be reached from this machine.',
  ),
  foreign: warning(
    'part of each is of a hub that the key of its sender is not for, and requests are sent on unchanged or not at all.',
    'Set hub.name to one of the key’s hubs, or make a key for all that its sender brings: hubscope keys create NAME --scope ingest --hub HUB.',
  ),
};

/** The codes of all findings that are made from these tables. */
export const advisedCodes: readonly string[] = [
  ...Object.keys(refusals),
  ...Object.keys(drops),
  ...Object.keys(forwards).map((reason) => `forward_${reason}`),
];

export function forwardAdvice(reason: string): Advice | null {
  return forwards[reason] ?? null;
}
