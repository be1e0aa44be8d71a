import type { HubId, SeenTelemetry } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { latelyMs, makeRoomMs, mostSamples, mostText } from './lately.js';
import { Places } from './places.js';

/** Names of metrics that are remembered at once. */
const maxNames = 2048;
const longestName = 1024;

type Sample = Pick<SeenTelemetry, 'attributes' | 'signals'>;

/** A copy of a text: a part of a page or packet would hold the whole of it for as long as it is kept. */
const copyOf = (text: string): string => Buffer.from(text).toString();

/** A metric of a hub, and some of its series. */
export class SeenMetric {
  readonly name: string;
  readonly samples: Sample[] = [];
  /** When it arrived last, ms since the epoch. */
  at = -Infinity;
  readonly #keys = new Set<string>();
  #text = 0;

  constructor(
    readonly hub: HubId,
    name: string,
  ) {
    this.name = copyOf(name);
  }

  /** It arrives. Called for each point: it is cheap. */
  touch(now: Millis): void {
    this.at = now;
  }

  /** Notes one of its series, and the signals that it gives. */
  sample(attributes: Iterable<readonly [string, string]>, signals: readonly string[]): void {
    if (this.samples.length >= mostSamples) return;
    const pairs = [...attributes].sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(pairs);
    if (this.#keys.has(key) || this.#text + key.length > mostText) return;
    this.#text += key.length;
    this.#keys.add(key);
    const copies = pairs.map(([name, value]) => [copyOf(name), copyOf(value)] as const);
    this.samples.push({ attributes: Object.fromEntries(copies), signals: [...new Set(signals)] });
  }

  /** Lets go of what it knows: whoever found it may keep it for as long as its series come. */
  forget(): void {
    this.samples.length = 0;
    this.#keys.clear();
  }
}

/** What metrics arrived by a door lately, for a mapping's preview. */
export class SeenSeries {
  readonly #metrics = new Map<string, SeenMetric>();
  readonly #places = new Places(maxNames);
  #madeRoom = -Infinity;

  constructor(
    private readonly door: SeenTelemetry['door'],
    private readonly clock: Clock,
  ) {}

  /** A metric of a hub. Null where there is no room for it. */
  of(hub: HubId, name: string): SeenMetric | null {
    const key = keyOf(hub, name);
    const known = this.#metrics.get(key);
    if (known !== undefined) return known;
    if (name.length > longestName || !this.#hasRoom(hub)) return null;
    const made = new SeenMetric(hub, name);
    this.#metrics.set(key, made);
    return made;
  }

  /** The series that arrived in the last minute; a classic histogram by its own name, not by those of its parts. */
  list(): SeenTelemetry[] {
    const now = this.clock.now();
    const lately = [...this.#metrics.values()].filter(({ at }) => now - at <= latelyMs);
    const whole = new Set(lately.map(({ hub, name }) => keyOf(hub, name)));
    return lately
      .filter(({ hub, name }) => {
        const of = name.replace(/_(?:sum|count)$/, '');
        return of === name || !whole.has(keyOf(hub, of));
      })
      .flatMap(({ hub, name, samples }) =>
        samples.map((sample) => ({ hub, door: this.door, type: 'metric' as const, name, ...sample })),
      );
  }

  #hasRoom(hub: HubId): boolean {
    if (this.#places.take(hub)) return true;
    this.#makeRoom();
    return this.#places.take(hub);
  }

  #makeRoom(): void {
    const now = this.clock.now();
    // A clock that was set back begins another time.
    if (now >= this.#madeRoom && now - this.#madeRoom < makeRoomMs) return;
    this.#madeRoom = now;
    for (const [key, metric] of this.#metrics) {
      if (Math.abs(now - metric.at) <= latelyMs) continue;
      metric.forget();
      this.#metrics.delete(key);
      this.#places.leave(metric.hub);
    }
  }
}

const keyOf = (hub: HubId, name: string): string => `${hub}\n${name}`;
