import { statisticsOf, type Signal, type Statistic } from './signal.js';

function row(
  name: string,
  title: string,
  unit: string,
  better: Signal['better'],
  fold: Signal['fold'],
  more: Partial<Pick<Signal, 'scale' | 'decimals' | 'wireName'>> = {},
): Signal {
  return { name, title, unit, better, fold, scale: 1, decimals: 1, wireName: null, ...more };
}

/** The signals that every Hubscope knows (DESIGN.md section 3). To add a signal is to add a row. */
export const builtinSignals: readonly Signal[] = [
  row('throughput', 'Throughput', 'ops/s', 'higher', 'sum', { wireName: 'throughput_ops_sec' }),
  row('latency', 'Latency', 'ms', 'lower', 'distribution', { wireName: 'latency_ms' }),
  row('error_rate', 'Error rate', '%', 'lower', 'ratio', { scale: 100, wireName: 'error_rate' }),
  row('busy', 'Busy', 'in progress', null, 'sum'),
  row('memory', 'Memory', 'MB', 'lower', 'sum', { wireName: 'memory_mb' }),
  row('cpu', 'CPU', '%', 'lower', 'ratio', { scale: 100, wireName: 'cpu_utilization' }),
  row('cpu_per_op', 'CPU per operation', 'CPU-ms/op', 'lower', 'ratio', { decimals: 2 }),
  row('cpu_cores', 'CPU cores', '%', null, 'cores'),
  row('cpu_load', 'CPU load', 'tasks', 'lower', 'sum', { decimals: 2 }),
  row('connections', 'Connections', '', null, 'sum', { decimals: 0, wireName: 'active_connections' }),
  row('communication', 'Communication', 'ms', 'lower', 'distribution', { decimals: 2 }),
  row('queue_depth', 'Queue depth', '', 'lower', 'sum', { decimals: 0 }),
  row('ttft', 'Time to first token', 'ms', 'lower', 'distribution'),
  row('tokens', 'Tokens', 'tokens/s', 'higher', 'sum', { decimals: 0 }),
  row('tokens_in', 'Tokens in', 'tokens/s', 'higher', 'sum', { decimals: 0 }),
  row('tokens_out', 'Tokens out', 'tokens/s', 'higher', 'sum', { decimals: 0 }),
  row('cost', 'Cost', 'currency/s', 'lower', 'sum', { decimals: 4 }),
  row('memory_growth', 'Memory growth', 'MB/h', 'lower', 'sum', { decimals: 2 }),
  row('memory_growth_day', 'Memory growth over a day', 'MB/h', 'lower', 'sum', { decimals: 2 }),
];

/** A signal with the place that its readings have in every point. */
export interface IndexedSignal extends Signal {
  readonly index: number;
}

/** A statistic of a signal, as in `latency.p95`; a column of history, a subject of rules. */
export interface Column {
  /** `signal`, or `signal.statistic` for a distribution. */
  readonly name: string;
  readonly signal: IndexedSignal;
  readonly statistic: Statistic;
}

/** The rows in force: the built-in ones and those that a configuration adds. Immutable. */
export class SignalTable {
  readonly signals: readonly IndexedSignal[];
  readonly #byName: ReadonlyMap<string, IndexedSignal>;

  /** @throws RangeError where two rows share a name. */
  constructor(added: readonly Signal[] = []) {
    this.signals = [...builtinSignals, ...added].map((signal, index) => ({ ...signal, index }));
    this.#byName = new Map(this.signals.map((signal) => [signal.name, signal]));
    if (this.#byName.size !== this.signals.length) throw new RangeError('two signals share a name');
  }

  get size(): number {
    return this.signals.length;
  }

  find(name: string): IndexedSignal | null {
    return this.#byName.get(name) ?? null;
  }

  /** @throws RangeError where no row has this name: for names that the program itself wrote. */
  get(name: string): IndexedSignal {
    const signal = this.find(name);
    if (signal === null) throw new RangeError(`no signal is named ${name}`);
    return signal;
  }

  /** Finds `latency.p95`, `latency` (its mean), `memory` or `memory.max`; null where there is no such signal or statistic. */
  column(name: string): Column | null {
    const dot = name.lastIndexOf('.');
    const whole = this.find(name);
    const signal = whole ?? (dot > 0 ? this.find(name.slice(0, dot)) : null);
    if (signal === null) return null;
    const known = statisticsOf(signal.fold);
    const askable: readonly Statistic[] = known.length === 0 ? [] : [...known, 'min', 'max'];
    const statistic = whole === null ? askable.find((each) => each === name.slice(dot + 1)) : known[0];
    return statistic === undefined ? null : { name, signal, statistic };
  }

  /** Every statistic of every signal that is one number, in the table's order. */
  columns(): Column[] {
    return this.signals.flatMap((signal) =>
      statisticsOf(signal.fold).map((statistic) => ({
        name: statistic === 'value' ? signal.name : `${signal.name}.${statistic}`,
        signal,
        statistic,
      })),
    );
  }
}
