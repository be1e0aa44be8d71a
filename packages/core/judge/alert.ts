import type { Column, ComponentKey, HubId } from '../signal/index.js';
import { millis, startOf, type Millis, type Second } from '../time/index.js';
import type { Alert, Rule } from '../wire/index.js';
import { parseComponentKey } from '../signal/index.js';
import { sentenceOf } from './words.js';

export type AlertState = Alert['state'];

/** Who acknowledged an incident, and when. */
export interface Acknowledgement {
  readonly by: string | null;
  readonly note: string | null;
  readonly at: Millis;
}

/** What one second did to an alert. */
export interface Transition {
  readonly from: AlertState;
  readonly to: AlertState;
  /** Whether people are to be told: a new incident fired, or one resolved. */
  readonly notify: boolean;
}

/** A hash of 64 bits as hex (FNV-1a, two halves): ids stay short whatever names they stand for. */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0xc9dc5118];
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

/** Whether a value is beyond a limit in the rule's direction. */
function beyond(rule: Rule, value: number, limit: number): boolean {
  if (rule.condition === 'equal') return value === limit;
  return rule.condition === 'above' ? value > limit : value < limit;
}

/** The value from which a rule shows as approaching; null where it never does. */
export function approachLine(rule: Rule): number | null {
  if (rule.condition === 'equal' || rule.approach === 0 || rule.approach === 1) return null;
  return rule.condition === 'above' ? rule.threshold * rule.approach : rule.threshold / rule.approach;
}

/**
 * The state of one rule for one hub or component: inactive → pending → firing → resolved, a step a second of event time
 * (DESIGN.md section 5). Approaching is shown before any of them and changes nothing.
 */
export class AlertMachine {
  state: AlertState = 'inactive';
  #incident: string | null = null;
  #since: Second | null = null;
  #clearSince: Second | null = null;
  #firedAt: Second | null = null;
  #resolvedAt: Second | null = null;
  #value: number | null = null;
  #blindSince: Second | null = null;
  #occurrences = 0;
  #acknowledged: Acknowledgement | null = null;
  #last: Second | null = null;

  constructor(
    readonly rule: Rule,
    readonly column: Column,
    readonly hub: HubId,
    readonly component: ComponentKey | null,
  ) {}

  /** The second of the last step. */
  get last(): Second | null {
    return this.#last;
  }

  /** When the last incident resolved; null while none has. */
  get resolvedAt(): Second | null {
    return this.#resolvedAt;
  }

  /** The id of the incident that it shows, null where it shows none. */
  get id(): string | null {
    return this.#incident;
  }

  /** Evaluates one second. Seconds that are not newer than the last are left out: alerts are not rewritten. */
  step(which: Second, value: number | null): Transition | null {
    if (this.#last !== null && which <= this.#last) return null;
    this.#last = which;
    this.#value = value;
    const from = this.state;
    if (this.state === 'firing') this.#whileFiring(which, value);
    else this.#whileQuiet(which, value);
    if (from === this.state) return null;
    const fired = this.state === 'firing' && this.#occurrences === 1;
    return { from, to: this.state, notify: fired || from === 'firing' };
  }

  /** Quiets the incident; false where there is none to quiet. */
  acknowledge(acknowledgement: Acknowledgement): boolean {
    if (this.state !== 'firing') return false;
    this.#acknowledged = acknowledgement;
    return true;
  }

  /** The alert as clients see it; null while there is nothing to show. */
  view(): Alert | null {
    if (this.#incident === null || this.state === 'inactive') return null;
    const { rule, column } = this;
    const began = this.#firedAt ?? this.#since ?? this.#last;
    const until = this.state === 'resolved' ? this.#resolvedAt : this.#last;
    const at = (second: Second | null): Millis | null => (second === null ? null : startOf(second));
    return {
      id: this.#incident,
      threshold: {
        name: rule.name,
        metric: column.signal.wireName ?? rule.signal,
        threshold: rule.threshold,
        condition: rule.condition,
        severity: rule.severity,
        cooldown_secs: rule.cooldown,
      },
      triggered_at: at(began) ?? millis(0),
      current_value: this.#value,
      message: sentenceOf({
        rule,
        column,
        who: this.component === null ? null : (parseComponentKey(this.component)?.name ?? this.component),
        value: this.#value,
        state: this.state,
        forSeconds: (until ?? 0) - (this.#since ?? began ?? 0),
      }),
      acknowledged: this.#acknowledged !== null,
      state: this.state,
      hub: this.hub,
      component: this.component,
      column: rule.signal,
      resolved_at: this.state === 'resolved' ? at(this.#resolvedAt) : null,
      blind_since: at(this.#blindSince),
      acknowledged_by: this.#acknowledged?.by ?? null,
      acknowledged_at: this.#acknowledged?.at ?? null,
      note: this.#acknowledged?.note ?? null,
      occurrences: this.#occurrences,
    };
  }

  #breached(value: number | null): boolean {
    if (value === null) return this.rule.no_data === 'fire';
    return beyond(this.rule, value, this.rule.threshold);
  }

  #approaches(value: number | null): boolean {
    const line = approachLine(this.rule);
    return value !== null && line !== null && beyond(this.rule, value, line);
  }

  #whileQuiet(which: Second, value: number | null): void {
    if (this.#breached(value)) {
      if (this.state !== 'pending') {
        this.#begin(which);
        this.#since = which;
        this.state = 'pending';
      }
      if (which - (this.#since ?? which) + 1 >= this.rule.for) this.#fire(which);
      return;
    }
    if (this.#approaches(value)) {
      if (this.state === 'approaching') return;
      // What resolved a moment ago is shown as that, not as about to come.
      if (this.state === 'resolved' && which - (this.#resolvedAt ?? which) < 60) return;
      this.#begin(which);
      this.#since = which;
      this.state = 'approaching';
      return;
    }
    this.#since = null;
    if (this.state !== 'resolved') this.state = this.#resolvedAt === null ? 'inactive' : 'resolved';
  }

  #whileFiring(which: Second, value: number | null): void {
    if (value === null && this.rule.no_data === 'keep') {
      this.#blindSince ??= which;
      this.#clearSince = null;
      return;
    }
    this.#blindSince = null;
    const back = value === null ? this.rule.no_data === 'resolve' : !this.#held(value);
    if (!back) {
      this.#clearSince = null;
      return;
    }
    this.#clearSince ??= which;
    if (which - this.#clearSince + 1 < this.rule.keep_firing_for) return;
    this.state = 'resolved';
    this.#resolvedAt = which;
    this.#acknowledged = null;
  }

  /** Whether a firing alert is held up: it is in breach, or not yet back at where it resolves. */
  #held(value: number): boolean {
    const { rule } = this;
    return (
      beyond(rule, value, rule.threshold) ||
      (rule.resolve_at !== null && beyond(rule, value, rule.resolve_at))
    );
  }

  #inCooldown(which: Second): boolean {
    return this.#resolvedAt !== null && which - this.#resolvedAt < this.rule.cooldown;
  }

  /** Names the incident: the one that resolved within the cooldown, else a new one. */
  #begin(which: Second): void {
    if (this.#incident !== null && (this.#inCooldown(which) || this.state === 'approaching')) return;
    this.#incident = `${digest(JSON.stringify([this.rule.name, this.hub, this.component]))}-${String(which)}`;
    this.#occurrences = 0;
    this.#firedAt = null;
  }

  #fire(which: Second): void {
    this.state = 'firing';
    this.#clearSince = null;
    this.#firedAt ??= which;
    this.#occurrences += 1;
  }
}
