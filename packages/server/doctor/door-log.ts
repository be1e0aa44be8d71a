import type { Clock, Millis } from '@hubscope/core/time';
import type { DoorReport } from '@hubscope/core/wire';

/** What the doctor looks back on, ms. */
export const lookBackMs = 300_000;
/** How finely that is kept, ms. */
const stepMs = 10_000;
/** Senders of one door in one step; the rest share one row. */
const maxSenders = 100;
/** Kinds of refusal of one door in one step. */
const maxCodes = 50;

/** Something that arrived at a door. */
export interface Arrival {
  readonly address: string;
  readonly agent: string;
  /** Why it was refused; null where it was taken in. */
  readonly refusal: string | null;
}

interface Sender {
  readonly address: string;
  readonly agent: string;
  requests: number;
  refused: number;
  last: Millis;
}

interface Step {
  readonly at: Millis;
  readonly senders: Map<string, Sender>;
  readonly refused: Map<string, number>;
}

/** Who came to a door in the last minutes, and what was refused. */
export class DoorLog {
  #steps: Step[] = [];
  /** Null while it is not open. */
  port: number | null = null;

  constructor(
    readonly door: string,
    private readonly clock: Clock,
  ) {}

  arrived({ address, agent, refusal }: Arrival): void {
    const now = this.clock.now();
    const { senders, refused } = this.#step(now);
    let key = `${address}\n${agent}`;
    if (!senders.has(key) && senders.size >= maxSenders) key = 'others\n';
    const sender = senders.get(key) ?? {
      address: key === 'others\n' ? 'others' : address,
      agent: key === 'others\n' ? '' : agent.slice(0, 200),
      requests: 0,
      refused: 0,
      last: now,
    };
    senders.set(key, sender);
    sender.requests += 1;
    sender.last = now;
    if (refusal === null) return;
    sender.refused += 1;
    if (refused.has(refusal) || refused.size < maxCodes)
      refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
  }

  /** What came since the look back began; senders that sent most first. */
  report(): DoorReport {
    const oldest = this.clock.now() - lookBackMs;
    const senders = new Map<string, Sender>();
    const refused: Record<string, number> = {};
    for (const step of this.#steps) {
      if (step.at < oldest) continue;
      for (const [key, sender] of step.senders) {
        const sum = senders.get(key) ?? { ...sender, requests: 0, refused: 0 };
        sum.requests += sender.requests;
        sum.refused += sender.refused;
        sum.last = sender.last;
        senders.set(key, sum);
      }
      for (const [code, count] of step.refused) refused[code] = (refused[code] ?? 0) + count;
    }
    const all = [...senders.values()].sort((a, b) => b.requests - a.requests);
    const requests = all.reduce((sum, sender) => sum + sender.requests, 0);
    return { door: this.door, port: this.port, requests, refused, senders: all.slice(0, 20) };
  }

  #step(now: Millis): Step {
    const newest = this.#steps.at(-1);
    if (newest !== undefined && now - newest.at < stepMs) return newest;
    const step = { at: now, senders: new Map<string, Sender>(), refused: new Map<string, number>() };
    this.#steps = [...this.#steps.filter(({ at }) => at >= now - lookBackMs), step];
    return step;
  }
}
