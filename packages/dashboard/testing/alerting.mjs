// Test code: rules, incidents and silences for pictures and for trying the drawers. Nothing here is a measurement; never shipped.

const rule = (id, name, signal, condition, threshold, severity, more = {}) => ({
  id,
  origin: 'default',
  read_only: false,
  changed: false,
  name,
  signal,
  condition,
  threshold,
  severity,
  for: 5,
  keep_firing_for: 5,
  resolve_at: null,
  critical_at: null,
  cooldown: 300,
  approach: 0.9,
  hub: null,
  component: null,
  no_data: 'keep',
  against: null,
  burn: null,
  enabled: true,
  ...more,
});
const rules = [
  rule('r1', 'High Latency', 'latency', 'above', 150, 'warning', { changed: true }),
  rule('r2', 'Low Throughput', 'throughput', 'below', 400, 'critical'),
  rule('r3', 'High Memory Usage', 'memory', 'above', 80, 'warning'),
  rule('r4', 'High CPU Usage', 'cpu', 'above', 90, 'critical'),
  rule('r5', 'High Error Rate', 'error_rate', 'above', 5, 'critical'),
  rule('r6', 'Writer P95', 'latency.p95', 'above', 120, 'warning', {
    origin: 'file',
    read_only: true,
    component: 'agent:writer',
    for: 60,
  }),
  rule('r7', 'Slower than yesterday', 'latency.p95', 'above', 20, 'info', {
    origin: 'api',
    against: 'yesterday',
    for: 300,
  }),
  rule('r8', 'Good answers', 'latency', 'above', 14.4, 'critical', {
    origin: 'api',
    resolve_at: 10,
    burn: { objective: 99.5, good_below: 250, long: 3600, short: 300, period: 2_592_000 },
  }),
];
const minute = 60_000;

function incidents(hub, now) {
  const one = (id, name, severity, ago, lasted, more = {}) => ({
    id,
    state: lasted === null ? 'firing' : 'resolved',
    rule: 'r1',
    name,
    hub,
    component: null,
    column: 'latency.p95',
    condition: 'above',
    threshold: 150,
    severity,
    began_at: now - ago * minute - 5000,
    fired_at: now - ago * minute,
    resolved_at: lasted === null ? null : now - (ago - lasted) * minute,
    occurrences: 1,
    worst_value: 182.3,
    message: '',
    acknowledged_by: null,
    acknowledged_at: null,
    note: null,
    silenced_by: null,
    inhibited_by: null,
    told: true,
    ...more,
  });
  return [
    one('a1', 'High Latency', 'warning', 4, null, { component: 'agent:writer', occurrences: 2 }),
    one('i2', 'High CPU Usage', 'critical', 96, 12, { column: 'cpu', threshold: 90, worst_value: 97.2 }),
    one('i3', 'Low Throughput', 'critical', 380, 3, {
      column: 'throughput',
      condition: 'below',
      threshold: 400,
      worst_value: 212,
    }),
    one('i4', 'High Latency', 'warning', 1510, 41, { told: false }),
  ];
}

function detail(incident) {
  const entry = (after, kind, more = {}) => ({
    at: incident.began_at + after * 1000,
    kind,
    value: null,
    by: null,
    text: null,
    ...more,
  });
  return {
    ...incident,
    timeline: [
      entry(0, 'pending', { value: incident.worst_value - 20 }),
      entry(5, 'fired', { value: incident.worst_value - 8 }),
      entry(6, 'notification', { text: 'ops channel' }),
      entry(70, 'acknowledged', { by: 'Ada' }),
      entry(96, 'note', { by: 'Ada', text: 'the cache is cold after the deploy' }),
      ...(incident.resolved_at === null ? [] : [entry(300, 'resolved', { value: 121 })]),
    ],
    alert: null,
    markers: [
      { id: 'm', hub: incident.hub, name: 'v1.8.2', at: incident.began_at - 90_000, origin: 'version' },
    ],
    components: [
      { key: 'agent:writer', value: 182.3 },
      { key: 'model:wink-eng-lite', value: 141 },
    ],
  };
}

const silences = (now) => [
  {
    id: 's1',
    matcher: { rule: 'High CPU*', hub: 'research-hub', component: null, signal: null, severity: null },
    starts_at: now - 600_000,
    ends_at: now + 3_000_000,
    repeat: null,
    repeat_until: null,
    by: 'Ada',
    comment: 'load test until three',
    created_at: now - 600_000,
    hidden: 3,
    state: 'active',
  },
];

/** Answers what has to do with alerting; false for anything else. */
export function alertingAnswer(request, pathname, { send, body, hub, alerts, now }) {
  const path = pathname.replace('/api/v1', '');
  if (path === '/alerts') return send(alerts);
  if (path === '/rules' && request.method === 'GET') return send(rules);
  if (path === '/rules/preview')
    return body(({ rule: tried }) => {
      const to = now;
      const fired = [3, 7.4, 15].map((hours) => ({
        from: to - hours * 60 * minute,
        to: to - hours * 60 * minute + 8 * minute,
        worst_value: tried.threshold * 1.2,
      }));
      send({
        from: to - 86_400_000,
        to,
        count: fired.length,
        firing_seconds: 1440,
        known_seconds: 86_000,
        fired,
        suggested_threshold: 168.4,
      });
    });
  if (path === '/session') return send({ guarded: false, who: null, scopes: [], expires_at: null });
  if (path.endsWith('/components'))
    return send([
      { key: 'agent:writer', kind: 'agent', name: 'writer', values: { throughput: 41 } },
      { key: 'agent:planner', kind: 'agent', name: 'planner', values: { throughput: 12 } },
    ]);
  if (path.endsWith('/health'))
    return send({
      budgets: [
        { rule: 'r8', name: 'Good answers', component: null, objective: 99.5, left: 71.3 },
        { rule: 'r9', name: 'Writer answers', component: 'agent:writer', objective: 99, left: -4.2 },
      ],
    });
  if (path.endsWith('/suggestions'))
    return send([
      {
        rule: 'r1',
        name: 'High Latency',
        signal: 'latency',
        condition: 'above',
        threshold: 150,
        suggested: 168.4,
        known_seconds: 80_000,
      },
    ]);
  if (path === '/silences' && request.method === 'GET') return send(silences(now));
  if (path === '/incidents') return send({ incidents: incidents(hub, now), total: 4 });
  const [, incident] = /^\/incidents\/([^/]+)$/.exec(path) ?? [];
  if (incident !== undefined) {
    const found = incidents(hub, now).find(({ id }) => id === incident);
    return found === undefined
      ? send({ code: 'unknown_incident', detail: 'No incident has this id.' }, 404)
      : send(detail(found));
  }
  if (/^\/(rules|silences|alerts|incidents|baselines)/.test(path))
    return body(() => send({ id: 'made' }, 201));
  return false;
}
