import { hubId, SignalTable } from '../../signal/index.js';
import { second } from '../../time/index.js';
import { rule, type Rule } from '../../wire/index.js';
import { AlertMachine } from '../alert.js';

/** A moment to count seconds from. */
export const start = 1_700_000_000;

const table = new SignalTable();

/** A machine for a rule, and what it showed second by second. */
export class Play {
  readonly machine: AlertMachine;
  #now = 0;

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
    this.machine = new AlertMachine(made, column, hubId('shop'), component);
  }

  /**
   * Plays a script, a value a second: `80 101x5 _` is 80, five times 101, and a second without data.
   * @returns the states, one letter a second: `.` inactive, `a` approaching, `p` pending, `F` firing, `r` resolved; `!` follows
   * where people are told
   */
  run(script: string): string {
    let shown = '';
    for (const word of script.split(/\s+/).filter(Boolean)) {
      const [value = '', times = '1'] = word.split('x');
      for (let n = 0; n < Number(times); n += 1) {
        const transition = this.machine.step(second(start + this.#now), value === '_' ? null : Number(value));
        this.#now += 1;
        const letters = {
          inactive: '.',
          approaching: 'a',
          pending: 'p',
          firing: 'F',
          resolved: 'r',
        } as const;
        shown += letters[this.machine.state] + (transition?.notify === true ? '!' : '');
      }
    }
    return shown;
  }
}
