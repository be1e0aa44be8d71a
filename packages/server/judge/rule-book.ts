import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { digest } from '@hubscope/core/judge';
import { Collection, type RecordChange } from '@hubscope/core/record';
import { statisticsOf, type SignalTable } from '@hubscope/core/signal';
import {
  defaultRules,
  HubscopeError,
  rule,
  ruleInForce,
  selfRules,
  type Rule,
  type RuleInForce,
  type RuleOrigin,
} from '@hubscope/core/wire';

/** Rules that people and programs made, and changes of default ones, by id. */
export const keptRules = new Collection('rules', rule);

/** Rules of the file and default ones as they were last in force, by id: what fires by one that is gone is told its end. */
export const keptInForce = new Collection('rules_in_force', ruleInForce);

/** Rules that are kept beside those of the file. */
const maxKept = 1000;

/** `High Latency` → `default-high-latency`. */
function defaultId(name: string): string {
  return `default-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/**
 * The signal as the table knows it: `rate` and, for signals that are one number, any statistic that says so are other words for a column.
 * @throws HubscopeError `unknown_signal`, or `invalid_request` where the rule asks for what the signal can't tell
 */
export function checkedRule(table: SignalTable, written: Rule): Rule {
  const [name = '', statistic] = written.signal.split(/\.(?=[^.]*$)/);
  const signal = table.find(written.signal) ?? table.find(name);
  const first = signal === null ? undefined : statisticsOf(signal.fold)[0];
  let asked = written.signal;
  if (signal !== null && statistic === 'rate') asked = first === 'mean' ? `${name}.count` : name;
  if (first === 'value' && (statistic === 'mean' || statistic === 'value')) asked = name;
  const column = table.column(asked);
  if (column === null) {
    const detail = `No signal or statistic is named ${JSON.stringify(written.signal.slice(0, 200))}.`;
    throw new HubscopeError('unknown_signal', detail);
  }
  if (written.burn !== null) {
    const { fold } = column.signal;
    if (fold === 'distribution' && written.burn.good_below === null)
      throw new HubscopeError(
        'invalid_request',
        `burn: ${name} needs good_below, the value up to which an operation is good.`,
      );
    if (fold !== 'distribution' && fold !== 'ratio')
      throw new HubscopeError('invalid_request', `burn: ${name} counts no operations.`);
  }
  return { ...written, signal: asked };
}

/** All rules in force: the default ones (changed or not), those of the file, and those made by API. */
export class RuleBook {
  readonly #table: SignalTable;
  readonly #file = new Map<string, RuleInForce>();
  readonly #defaults = new Map<string, RuleInForce>();
  #made = new Map<string, Rule>();
  /** As kept in {@link keptInForce}. */
  #inForce = new Map<string, RuleInForce>();
  /** Those of the stop before that the configuration no longer has. */
  #gone: readonly RuleInForce[] = [];

  /** @throws HubscopeError where one looks at a signal that is not there */
  constructor(table: SignalTable, file: readonly Rule[] | null) {
    this.#table = table;
    this.setFile(file);
  }

  /** Takes back what was kept in {@link keptRules} and {@link keptInForce}; those that are gone stay in force until {@link keep}. */
  restore(made: ReadonlyMap<string, Rule>, inForce: ReadonlyMap<string, RuleInForce>): void {
    this.#made = new Map(made);
    this.#inForce = new Map(inForce);
    const now = this.#written();
    this.#gone = [...inForce.values()].filter(({ id }) => !now.has(id));
  }

  get someGone(): boolean {
    return this.#gone.length > 0;
  }

  /** Lets go of rules that are gone, and answers what is to be kept of those that are there. */
  keep(): RecordChange[] {
    this.#gone = [];
    const now = this.#written();
    const gone = [...this.#inForce.keys()].filter((id) => !now.has(id));
    const other = [...now.values()].filter((each) => !isDeepStrictEqual(each, this.#inForce.get(each.id)));
    this.#inForce = now;
    return [
      ...gone.map((id) => keptInForce.remove(id)),
      ...other.map((each) => keptInForce.put(each.id, each)),
    ];
  }

  /**
   * Takes the rules of the configuration file; null: it names none, and the default ones stand.
   * @throws HubscopeError where one looks at a signal that is not there; all stays as it was then
   */
  setFile(file: readonly Rule[] | null): void {
    const checked = (file ?? defaultRules).map((each) => checkedRule(this.#table, each));
    this.#file.clear();
    this.#defaults.clear();
    for (const each of [...checked, ...selfRules]) {
      const standard = [...defaultRules, ...selfRules].some((one) => isDeepStrictEqual(one, each));
      if (standard) {
        const id = defaultId(each.name);
        this.#defaults.set(id, told(id, 'default', each));
        continue;
      }
      let id = `file-${digest(JSON.stringify([each.name, each.hub, each.component]))}`;
      while (this.#file.has(id)) id += '-again';
      this.#file.set(id, told(id, 'file', each));
    }
  }

  list(): RuleInForce[] {
    const own = [...this.#made].filter(([id]) => !id.startsWith('default-'));
    return [...this.#written().values(), ...this.#gone, ...own.map(([id, each]) => told(id, 'api', each))];
  }

  /** Default ones, changed or not, and those of the file, by id. */
  #written(): Map<string, RuleInForce> {
    const changed = (each: RuleInForce): RuleInForce => {
      const made = this.#made.get(each.id);
      return made === undefined ? each : { ...told(each.id, 'default', made), changed: true };
    };
    const all = [...[...this.#defaults.values()].map(changed), ...this.#file.values()];
    return new Map(all.map((each) => [each.id, each]));
  }

  find(id: string): RuleInForce | null {
    return this.list().find((each) => each.id === id) ?? null;
  }

  /** @throws HubscopeError where it can't be evaluated, or there are too many */
  create(written: Rule): { readonly rule: RuleInForce; readonly change: RecordChange } {
    const checked = checkedRule(this.#table, written);
    if (this.#made.size >= maxKept)
      throw new HubscopeError('limit_reached', `More than ${String(maxKept)} rules are not kept.`);
    return this.#keep(randomUUID(), 'api', checked);
  }

  /** Puts another rule in the place of one. @throws HubscopeError */
  replace(id: string, written: Rule): { readonly rule: RuleInForce; readonly change: RecordChange } {
    return this.#keep(id, this.#writable(id).origin, checkedRule(this.#table, written));
  }

  /** Deletes a rule that was made, or undoes the change of a default one. @throws HubscopeError */
  remove(id: string): RecordChange {
    this.#writable(id);
    this.#made.delete(id);
    return keptRules.remove(id);
  }

  #keep(
    id: string,
    origin: RuleOrigin,
    checked: Rule,
  ): { readonly rule: RuleInForce; readonly change: RecordChange } {
    this.#made.set(id, checked);
    const rule = { ...told(id, origin, checked), changed: origin === 'default' };
    return { rule, change: keptRules.put(id, checked) };
  }

  #writable(id: string): RuleInForce {
    const found = this.find(id);
    if (found === null) throw new HubscopeError('unknown_rule');
    if (found.read_only) throw new HubscopeError('read_only_rule');
    return found;
  }
}

function told(id: string, origin: RuleOrigin, each: Rule): RuleInForce {
  return { id, origin, read_only: origin === 'file', changed: false, ...each };
}
