// Test code: values for the feeder, drawn from a seeded generator. Nothing here is a measurement, and none of it is shipped.

/** A generator of evenly spread numbers in [0, 1) that repeats itself for the same seed (Park and Miller's). */
export function seeded(seed) {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

/** An autocorrelated series around a mean. */
export function wander(seed, mean, spread, memory = 0.75) {
  const next = seeded(seed);
  let offset = 0;
  return () => {
    offset = memory * offset + (next() - 0.5) * 2 * spread * Math.sqrt(1 - memory * memory);
    return mean + offset * 1.6;
  };
}

export const components = [
  ['agent', 'planner', 182.4, 41, 96, 0],
  ['agent', 'retriever', 364.8, 12, 38, 0.1],
  ['model', 'wink-eng-lite', 182.2, 63, 141, 0],
  ['agent', 'writer', 148.1, 22, 57, 0],
  ['tool', 'search_index', 364.8, 9, 31, 0.1],
  ['agent', 'reviewer', 147.7, 8, 19, 1.9],
  ['tool', '<img src=x onerror=alert(1)>', 20.5, 3, 9, 0],
  ['workflow', 'answer a question', 146.2, 120, 260, 0.1],
];

export const componentColumns = [
  'throughput',
  'latency.mean',
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'error_rate',
  'busy',
  'memory',
  'cpu',
];

export const columns = [
  'throughput',
  'latency.mean',
  'latency.p50',
  'latency.p95',
  'latency.p99',
  'latency.count',
  'error_rate',
  'busy',
  'memory',
  'cpu',
  'connections',
];

const row = (name, title, unit, better, fold, decimals, wire_name) => ({
  name,
  title,
  unit,
  better,
  fold,
  decimals,
  wire_name,
});
export const signals = [
  row('throughput', 'Throughput', 'ops/s', 'higher', 'sum', 1, 'throughput_ops_sec'),
  row('latency', 'Latency', 'ms', 'lower', 'distribution', 1, 'latency_ms'),
  row('error_rate', 'Error rate', '%', 'lower', 'ratio', 1, 'error_rate'),
  row('busy', 'Busy', 'in progress', null, 'sum', 1, null),
  row('memory', 'Memory', 'MB', 'lower', 'sum', 1, 'memory_mb'),
  row('cpu', 'CPU', '%', 'lower', 'ratio', 1, 'cpu_utilization'),
  row('connections', 'Connections', '', null, 'sum', 0, 'active_connections'),
];

/** Makes a function that gives one second after another: the hub's values, the cores' and the components'. */
export function hubValues(seed, coreCount = 8) {
  const throughput = wander(seed, 862, 22);
  const p50 = wander(seed + 1, 79, 4);
  const memory = wander(seed + 2, 47.6, 0.5, 0.95);
  const cpu = wander(seed + 3, 80, 4);
  const cores = Array.from({ length: coreCount }, (_, k) =>
    wander(seed + 10 + k, 48 + ((k * 37) % 40), 14, 0.8),
  );
  const parts = components.map(([, , ops], k) => wander(seed + 50 + k, ops, ops * 0.05));
  return () => {
    const ops = throughput();
    const middle = p50();
    const values = [
      ops,
      middle * 1.07,
      middle,
      middle * 1.7,
      middle * 2.05,
      Math.round(ops),
      0.1,
      (ops * middle) / 1000,
      memory(),
      cpu(),
      52,
    ];
    return {
      values,
      cores: cores.map((core) => Math.min(100, Math.max(0, core()))),
      components: components.map(([kind, name, , low, high, errors], k) => {
        const own = parts[k]();
        return [
          `${kind}:${name}`,
          own,
          low * 1.2,
          low,
          high,
          high * 1.3,
          errors,
          (own * low * 1.15) / 1000,
          null,
          null,
        ];
      }),
    };
  };
}

/** A hub of extremes: gaps, unknown signals, very large values and many cores. */
export function strangeValues(seed) {
  const inner = hubValues(seed, 64);
  let n = 0;
  return () => {
    const { values, cores, components: rows } = inner();
    n += 1;
    const gap = n % 25 > 19;
    const [ops, mean, p50, p95, p99, count, errors, busy] = values;
    return {
      values: gap
        ? values.map(() => null)
        : [
            ops * 21_000,
            mean * 150,
            p50 * 150,
            p95 * 150,
            p99 * 150,
            count,
            errors * 0.2,
            busy,
            null,
            n % 3 === 0 ? null : 101,
            18_300_000,
          ],
      cores: gap ? [] : cores.map((core, k) => (k === 5 ? null : core)),
      components: rows.map(([key, ...own]) => [
        key,
        ...own.map((value, k) =>
          k === 7 ? 12.5 : k === 8 ? 3.1 : value === null ? null : value * (gap ? 0 : 300),
        ),
      ]),
    };
  };
}
