import { hubId, SignalTable } from '../../signal/index.js';
import { second } from '../../time/index.js';
import { rule, type Rule } from '../../wire/index.js';
import { AlertMachine } from '../alert.js';
import type { AlertEvent } from '../alert-step.js';

/** A moment to count seconds from. */
export const start = 1_700_000_000;

const table = new SignalTable();

/** A machine for a rule, and what it showed second by second. */
export class Play {
  readonly machine: AlertMachine;
  /** What happened to it, in order. */
  readonly kinds: AlertEvent['kind'][] = [];
  readonly #values: (number | null)[] = [];

  constructor(written: Partial<Rule> = {}, component: string | null = null) {
    const made = rule.parse({
      name: 'Slow',
      signal: 'latency',
      condition: 'above',
      threshold: 100,
      for: 3,
      keep_firing_for: 2,
      ...written,
    });
    const column = table.column(made.signal);
    if (column === null) throw new Error(`no column ${made.signal}`);
    this.machine = new AlertMachine({ id: 'slow', rule: made, column, hub: hubId('shop'), component });
  }

  /**
   * Plays a script, a value a second: `80 101x5 _` is 80, five times 101, and a second without data.
   * @returns the states, one letter a second: `.` inactive, `a` approaching, `p` pending, `F` firing, `r` resolved; `!` follows
   * where people are told
   */
  run(script: string): string {
    return script
      .split(/\s+/)
      .filter(Boolean)
      .map((word) => {
        const [value = '', times = '1'] = word.split('x');
        return this.play(Array.from({ length: Number(times) }, () => (value === '_' ? null : Number(value))));
      })
      .join('');
  }

  /** Plays values, one a second. */
  play(values: readonly (number | null)[]): string {
    let shown = '';
    for (const value of values) {
      const events = this.machine.step(second(start + this.#values.length), value);
      this.#values.push(value);
      this.kinds.push(...events.map(({ kind }) => kind));
      const letters = { inactive: '.', approaching: 'a', pending: 'p', firing: 'F', resolved: 'r' } as const;
      const first = this.machine.memory.episode?.occurrences === 1;
      const told = events.some(({ kind }) => kind === 'fired' || (kind === 'resolved' && first));
      shown += letters[this.machine.state] + (told ? '!' : '');
    }
    return shown;
  }

  /** Lets seconds pass of which nobody tells. */
  skip(seconds: number): void {
    for (let n = 0; n < seconds; n += 1) this.#values.push(null);
  }

  /** Late data gives a second, counted from the first, another value. */
  amend(offset: number, value: number | null): readonly AlertEvent[] {
    this.#values[offset] = value;
    return this.machine.amend(second(start + offset), (which) => this.#values[which - start] ?? null);
  }
}
