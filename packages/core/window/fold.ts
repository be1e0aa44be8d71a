import type { Distribution } from '../distribution/index.js';
import { foldReadings, type IndexedSignal, type Reading, type SignalTable } from '../signal/index.js';
import { endOf, type Second } from '../time/index.js';
import type { Instance } from './instance.js';
import type { OperationTally, WorkTally } from './tally.js';

/** All that a second of a hub is folded from. */
export interface SecondParts {
  readonly second: Second;
  /** Its operations; null where some expected instance was not on time. */
  readonly operations: OperationTally | null;
  /** What came with spans. */
  readonly work: WorkTally;
  /** Amounts and distributions that only metrics told, by signal name. */
  readonly metered: ReadonlyMap<string, Distribution>;
  /** Signals that spans have told of before: then metrics of the same are left out, so that nothing counts twice. */
  readonly toldBySpans: ReadonlySet<string>;
  /** Instances that were there in this second. */
  readonly instances: readonly Instance[];
}

/** What the CPU percentage of an instance is a share of. */
export interface Allotted {
  readonly cpus: number;
  readonly from: 'limit' | 'logical' | 'assumed';
}

/** The CPUs that an instance may use: its limit, else the logical CPUs seen, else one. */
export function allotted(instance: Instance): Allotted {
  const limit = instance.source.cpuLimit ?? instance.last('cpu', 'cpu_limit');
  if (limit !== null && limit > 0) return { cpus: limit, from: 'limit' };
  const logical = instance.logicalCpus();
  return logical === null ? { cpus: 1, from: 'assumed' } : { cpus: logical, from: 'logical' };
}

type Reader = (parts: SecondParts) => Reading | null;

const sum = (value: number | null): Reading | null =>
  value === null ? null : { fold: 'sum', value, seconds: 1 };

/** A copy, since the tally goes on changing when late data comes. */
function frozen(distribution: Distribution | undefined): Reading | null {
  if (distribution === undefined || distribution.count <= 0) return null;
  return { fold: 'distribution', distribution: distribution.clone() };
}

/** CPU-seconds that an instance used in a second; null where it does not say. */
export function cpuSeconds(instance: Instance, which: Second): number | null {
  const counted = instance.sum('cpu', 'cpu_seconds', which);
  if (counted !== null) return counted;
  const share = instance.sum('cpu', 'cpu_share', which);
  return share === null ? null : share * (instance.logicalCpus() ?? 1);
}

const reportsCpu = (instance: Instance): boolean =>
  instance.has('cpu', 'cpu_seconds') || instance.has('cpu', 'cpu_share');

/** Folds what each instance gives; null where one that gives it has not told of this second yet. */
function overInstances(
  { instances, second }: SecondParts,
  gives: (instance: Instance) => boolean,
  read: (instance: Instance) => Reading | null,
): Reading | null {
  let folded: Reading | null = null;
  for (const instance of instances) {
    if (!gives(instance)) continue;
    const reading = read(instance);
    if (reading === null) {
      // Its metrics went past this second without it: it has stopped giving it.
      if ((instance.metrics.watermark ?? 0) >= endOf(second)) continue;
      return null;
    }
    folded = folded === null ? reading : foldReadings(folded, reading);
  }
  return folded;
}

/** Signals that are computed from several things; every other is read by its folding alone. */
const derived: Readonly<Record<string, Reader>> = {
  throughput: ({ operations }) => sum(operations?.count ?? null),
  latency: ({ operations }) => frozen(operations?.latency),
  error_rate: ({ operations }) =>
    operations === null || operations.errors === null
      ? null
      : { fold: 'ratio', numerator: operations.errors, denominator: operations.count },
  busy: ({ operations }) => sum(operations === null ? null : operations.durationMs / 1000),
  cpu: (parts) =>
    overInstances(parts, reportsCpu, (instance) => {
      const used = cpuSeconds(instance, parts.second);
      return used === null ? null : { fold: 'ratio', numerator: used, denominator: allotted(instance).cpus };
    }),
  cpu_per_op: (parts) => {
    if (parts.operations === null) return null;
    const used = overInstances(parts, reportsCpu, (instance) => sum(cpuSeconds(instance, parts.second)));
    if (used?.fold !== 'sum') return null;
    return { fold: 'ratio', numerator: used.value * 1000, denominator: parts.operations.count };
  },
  cpu_cores: ({ instances, second }) => {
    if (instances.length === 0) return null;
    // Processes on one machine see the same cores: one of them speaks for all.
    const byHost = new Map<string, readonly (number | null)[]>();
    for (const instance of instances) {
      const cores = instance.cores(second);
      const host = instance.source.host ?? instance.source.instance;
      if (cores !== null && !byHost.has(host)) byHost.set(host, cores);
    }
    const cores = [...byHost].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, each]) => each);
    return cores.length === 0 ? null : { fold: 'cores', cores };
  },
  tokens: (parts) => {
    const [input, output] = [amount(parts, 'tokens_in'), amount(parts, 'tokens_out')];
    return input === null && output === null ? null : sum((input ?? 0) + (output ?? 0));
  },
};

/** An amount a second: from spans where they tell of it, else from metrics. */
function amount(parts: SecondParts, signal: string): number | null {
  if (parts.toldBySpans.has(signal)) {
    return parts.operations === null ? null : (parts.work.amounts.get(signal)?.sum ?? 0);
  }
  const folded = overInstances(
    parts,
    (instance) => instance.has(signal, 'value'),
    (instance) => sum(instance.sum(signal, 'value', parts.second)),
  );
  return folded?.fold === 'sum' ? folded.value : null;
}

function readPlainly(parts: SecondParts, signal: IndexedSignal): Reading | null {
  if (signal.fold === 'sum') return sum(amount(parts, signal.name));
  if (signal.fold !== 'distribution') return null;
  const told = parts.toldBySpans.has(signal.name);
  return frozen(told ? parts.work.distributions.get(signal.name) : parts.metered.get(signal.name));
}

/** The readings of a hub's second, by the signal's index. */
export function foldHub(table: SignalTable, parts: SecondParts): (Reading | null)[] {
  return table.signals.map((signal) => {
    const read = derived[signal.name];
    return read === undefined ? readPlainly(parts, signal) : read(parts);
  });
}

const noMeters: SecondParts['metered'] = new Map();
const noSignals: SecondParts['toldBySpans'] = new Set();
const noInstances: readonly Instance[] = [];

/** The readings of a component's second: its own work; it has no gauges of its own. */
export function foldComponent(table: SignalTable, which: Second, work: WorkTally): (Reading | null)[] {
  const { amounts, distributions } = work;
  // Of a thousand components most have operations and nothing else.
  const carries = amounts.size > 0 || distributions.size > 0;
  return foldHub(table, {
    second: which,
    operations: work.operations,
    work,
    metered: noMeters,
    toldBySpans: carries ? new Set([...amounts.keys(), ...distributions.keys()]) : noSignals,
    instances: noInstances,
  });
}
