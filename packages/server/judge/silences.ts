import { randomUUID } from 'node:crypto';
import { fitsMatcher, silenceState, windowAt, type Mutable } from '@hubscope/core/judge';
import { Collection, type RecordChange } from '@hubscope/core/record';
import { HubscopeError, silence as schema, type NewSilence, type Silence } from '@hubscope/core/wire';

export const keptSilences = new Collection('silences', schema);

/** Silences that are kept, those that are over included; of these the oldest go first. */
const maxSilences = 1000;
/** A silence that is over is listed so long, ms. */
const overStaysMs = 7 * 86_400_000;
const longestMs = 366 * 86_400_000;
const everyMs = { daily: 86_400_000, weekly: 604_800_000 } as const;

/** What is muted, by whom and until when, and how much that hid. */
export class Silences {
  #all = new Map<string, Silence>();

  /** Takes back what was kept in {@link keptSilences}. */
  restore(kept: ReadonlyMap<string, Silence>): void {
    this.#all = new Map(kept);
  }

  /** The newest first, each with the window that is on or comes next. */
  list(now: number): Silence[] {
    return [...this.#all.values()]
      .map((each) => ({ ...each, ...windowAt(each, now), state: silenceState(each, now) }))
      .sort((a, b) => b.created_at - a.created_at);
  }

  get size(): number {
    return this.#all.size;
  }

  /** @throws HubscopeError where its times make no sense, or there are too many */
  create(asked: NewSilence, now: number): { readonly silence: Silence; readonly changes: RecordChange[] } {
    const starts = asked.starts_at ?? now;
    const ends = asked.ends_at ?? starts + (asked.duration ?? 0) * 1000;
    const invalid = (detail: string): HubscopeError => new HubscopeError('invalid_request', detail);
    if (ends <= starts || ends <= now) throw invalid('ends_at: the silence would be over before it begins.');
    if (ends - starts > longestMs) throw invalid('ends_at: a silence lasts a year at most.');
    if (asked.repeat !== null && ends - starts > everyMs[asked.repeat])
      throw invalid('repeat: each window would begin before the one before it ends.');
    const changes = this.#prune(now);
    if (this.#all.size >= maxSilences)
      throw new HubscopeError('limit_reached', `More than ${String(maxSilences)} silences are not kept.`);
    const silence: Silence = {
      id: randomUUID(),
      matcher: asked.matcher,
      starts_at: starts,
      ends_at: ends,
      repeat: asked.repeat,
      repeat_until: asked.repeat_until,
      by: asked.by ?? null,
      comment: asked.comment ?? null,
      created_at: now,
      hidden: 0,
      state: 'planned',
    };
    silence.state = silenceState(silence, now);
    this.#all.set(silence.id, silence);
    return { silence, changes: [...changes, keptSilences.put(silence.id, { ...silence })] };
  }

  /** Ends a silence; one that has not begun is forgotten. @throws HubscopeError `unknown_silence` */
  end(id: string, now: number): { readonly silence: Silence; readonly change: RecordChange } {
    const found = this.#all.get(id);
    if (found === undefined) throw new HubscopeError('unknown_silence');
    if (silenceState(found, now) === 'planned' && found.hidden === 0) {
      this.#all.delete(id);
      return { silence: { ...found, state: 'over' }, change: keptSilences.remove(id) };
    }
    if (silenceState(found, now) !== 'over') {
      // What is left of it is the window in which it was ended.
      if (silenceState(found, now) === 'active') Object.assign(found, windowAt(found, now), { ends_at: now });
      found.repeat_until = now;
      found.repeat = null;
    }
    return { silence: { ...found, state: 'over' }, change: keptSilences.put(id, { ...found }) };
  }

  /** Whether any mutes something now. */
  anyActive(now: number): boolean {
    for (const each of this.#all.values()) if (silenceState(each, now) === 'active') return true;
    return false;
  }

  /** The silence that mutes an incident now; null where none does. */
  mutes(incident: Mutable, now: number): Silence | null {
    for (const each of this.#all.values()) {
      if (silenceState(each, now) === 'active' && fitsMatcher(each.matcher, incident)) return each;
    }
    return null;
  }

  /** Counts a notification that was hidden. */
  hid(silence: Silence): RecordChange {
    silence.hidden += 1;
    return keptSilences.put(silence.id, { ...silence });
  }

  #prune(now: number): RecordChange[] {
    const old = [...this.#all.values()].filter(
      (each) =>
        silenceState(each, now) === 'over' &&
        Math.max(each.ends_at, each.repeat_until ?? 0) < now - overStaysMs,
    );
    for (const { id } of old) this.#all.delete(id);
    return old.map(({ id }) => keptSilences.remove(id));
  }
}
