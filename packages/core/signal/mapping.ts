import { modelServers } from './model-servers.js';

/**
 * How standard metrics become signals: one row a source metric. Names follow the OpenTelemetry semantic conventions; where a
 * convention was renamed both names stand here.
 */

/** What part of its signal a metric gives. */
export type Role =
  /** The signal's value itself, folded as the signal folds. */
  | 'value'
  /** CPU-seconds used, a counter; feeds `cpu` and `cpu_per_op`. */
  | 'cpu_seconds'
  /** The share 0–1 of all logical CPUs, a gauge; feeds `cpu` and `cpu_per_op`. */
  | 'cpu_share'
  /** CPUs allotted, a gauge. */
  | 'cpu_limit'
  /** The busy share 0–1 of one logical CPU, a gauge by state. */
  | 'core_share'
  /** Seconds that one logical CPU spent, a counter by state. */
  | 'core_seconds'
  /** Durations of operations, used where no spans arrive. */
  | 'operations';

/** A row: which metric, read how, gives what. */
export interface Mapping {
  readonly metric: string;
  /** The signal's name in the table. */
  readonly signal: string;
  readonly role: Role;
  /** Multiplies the metric's value into the signal's unit. */
  readonly factor: number;
  /** Of several metrics that an instance sends for one signal the lowest rank counts, the others are a fallback. */
  readonly rank: number;
  /** Points are taken only where these attributes have one of these values. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Points are left out where these attributes have one of these values. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
  /** Of `operations`: the metric does not say which of them failed, so that the error rate is unknown. */
  readonly failuresUntold?: true;
}

const idle = {
  'cpu.mode': ['idle', 'iowait'],
  state: ['idle', 'iowait'],
  'system.cpu.state': ['idle', 'iowait'],
};
const perSecond = 1000;
const megabyte = 1e-6;

type Rest = Partial<Pick<Mapping, 'where' | 'except'>>;

function row(
  metric: string,
  signal: string,
  role: Role,
  factor: number,
  rank: number,
  rest: Rest = {},
): Mapping {
  return { metric, signal, role, factor, rank, ...rest };
}

/** The attributes under which a point names its logical core, newest convention first. */
export const coreAttributes = ['cpu.logical_number', 'system.cpu.logical_number', 'cpu'] as const;

/** Behind all conventions: a server that follows one of these too is read by it. */
const rankOfServers = 9;

/** The rows in the order of DESIGN.md section 3. */
export const builtinMappings: readonly Mapping[] = [
  row('gen_ai.client.operation.duration', 'latency', 'operations', perSecond, 1),
  row('gen_ai.client.inference.duration', 'latency', 'operations', perSecond, 1),
  row('gen_ai.server.request.duration', 'latency', 'operations', perSecond, 2),
  row('http.server.request.duration', 'latency', 'operations', perSecond, 2),
  row('rpc.server.duration', 'latency', 'operations', 1, 3),
  row('rpc.server.call.duration', 'latency', 'operations', perSecond, 3),
  row('mcp.server.operation.duration', 'latency', 'operations', perSecond, 3),
  row('messaging.process.duration', 'latency', 'operations', perSecond, 4),
  row('mcp.client.operation.duration', 'latency', 'operations', perSecond, 5),
  row('process.memory.usage', 'memory', 'value', megabyte, 1),
  row('process_resident_memory_bytes', 'memory', 'value', megabyte, 2),
  row('v8js.memory.heap.used', 'memory', 'value', megabyte, 3),
  row('jvm.memory.used', 'memory', 'value', megabyte, 3),
  row('go.memory.used', 'memory', 'value', megabyte, 3),
  row('process.cpu.time', 'cpu', 'cpu_seconds', 1, 1),
  row('process_cpu_seconds_total', 'cpu', 'cpu_seconds', 1, 2),
  row('process.cpu.utilization', 'cpu', 'cpu_share', 1, 3),
  row('jvm.cpu.time', 'cpu', 'cpu_seconds', 1, 4),
  row('container.cpu.limit', 'cpu', 'cpu_limit', 1, 1),
  row('k8s.container.cpu.limit', 'cpu', 'cpu_limit', 1, 1),
  row('hub.cpu.limit', 'cpu', 'cpu_limit', 1, 1),
  row('jvm.cpu.count', 'cpu', 'cpu_limit', 1, 2),
  row('system.cpu.utilization', 'cpu_cores', 'core_share', 100, 1, { except: idle }),
  row('system.cpu.time', 'cpu_cores', 'core_seconds', 100, 2, { except: idle }),
  row('node_cpu_seconds_total', 'cpu_cores', 'core_seconds', 100, 3, {
    except: { mode: ['idle', 'iowait'] },
  }),
  row('system.cpu.load_average.1m', 'cpu_load', 'value', 1, 1),
  row('node_load1', 'cpu_load', 'value', 1, 2),
  row('active_connections', 'connections', 'value', 1, 1),
  row('http.server.active_requests', 'connections', 'value', 1, 2),
  row('db.client.connection.count', 'connections', 'value', 1, 3),
  row('queue_depth', 'queue_depth', 'value', 1, 1),
  row('queue.depth', 'queue_depth', 'value', 1, 2),
  row('gen_ai.server.time_to_first_token', 'ttft', 'value', perSecond, 1),
  row('gen_ai.client.operation.time_to_first_chunk', 'ttft', 'value', perSecond, 2),
  row('gen_ai.client.token.usage', 'tokens_in', 'value', 1, 1, { where: { 'gen_ai.token.type': ['input'] } }),
  row('gen_ai.client.token.usage', 'tokens_out', 'value', 1, 1, {
    where: { 'gen_ai.token.type': ['output', 'completion'] },
  }),
  ...modelServers.flatMap(({ metrics }) => metrics.map((metric) => ({ ...metric, rank: rankOfServers }))),
];

/** The rows for a metric name; several where one metric feeds several signals. */
export class MappingTable {
  readonly #byMetric = new Map<string, Mapping[]>();

  constructor(rows: readonly Mapping[] = builtinMappings) {
    for (const mapping of rows) {
      const rowsOfMetric = this.#byMetric.get(mapping.metric);
      if (rowsOfMetric === undefined) this.#byMetric.set(mapping.metric, [mapping]);
      else rowsOfMetric.push(mapping);
    }
  }

  /** The rows whose metric this is and whose attribute conditions the point meets. */
  match(metric: string, attribute: (name: string) => string | null): Mapping[] {
    return (this.#byMetric.get(metric) ?? []).filter((mapping) => {
      const holds = (conditions: Mapping['where']): boolean[] =>
        Object.entries(conditions ?? {}).map(([name, values]) => values.includes(attribute(name) ?? ''));
      return holds(mapping.where).every(Boolean) && !holds(mapping.except).some(Boolean);
    });
  }

  /** The metrics that any row has. */
  metrics(): Iterable<string> {
    return this.#byMetric.keys();
  }

  /** Whether any row has this metric. */
  has(metric: string): boolean {
    return this.#byMetric.has(metric);
  }
}
