import { zoneOffset } from '../../words/format.js';

/** Something that the palette can find. */
export interface Entry {
  readonly id: string;
  /** What kind of thing it is, in a word. */
  readonly kind: string;
  readonly name: string;
  /** A word or two beside it. */
  readonly beside?: string;
  readonly run: () => void;
}

/**
 * How well a text fits what was typed: each of its words must occur, at the start of a word better than inside one, early better
 * than late; null where one does not.
 */
export function fit(text: string, typed: string): number | null {
  const inside = text.toLowerCase();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/)) {
    if (word === '') continue;
    const at = inside.indexOf(word);
    if (at < 0) return null;
    const begins = at === 0 || !/[\p{L}\p{N}]/u.test(inside.charAt(at - 1));
    score += (begins ? 100 : 20) - Math.min(at, 19) + (inside.length === word.length ? 50 : 0);
  }
  return score;
}

const longest = 40;

/** The entries that fit, best first; all of the first kinds where nothing is typed. */
export function found(entries: readonly Entry[], typed: string): readonly Entry[] {
  if (typed.trim() === '') return entries.slice(0, longest);
  return entries
    .flatMap((entry) => {
      const own = fit(entry.name, typed);
      const score = own ?? fit(`${entry.kind} ${entry.name} ${entry.beside ?? ''}`, typed);
      return score === null ? [] : [{ entry, score: own === null ? score - 60 : score }];
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, longest)
    .map(({ entry }) => entry);
}

const units = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 } as const;

/** A stretch of time that was typed: `15m`, `2 h`, `3 d`; s, null where it is none. */
export function spanTyped(typed: string): number | null {
  const parts = /^\s*(?:last\s+)?(\d{1,4})\s*(min|[smhd])\s*$/i.exec(typed);
  if (parts === null) return null;
  const unit = Object.entries(units).find(([name]) => name === parts[2]?.toLowerCase());
  return unit === undefined ? null : Number(parts[1]) * unit[1];
}

/** A moment of the last day that was typed as `14:03` or `14:03:20`, the newest that is over; s since the epoch, null where it is none. */
export function momentTyped(typed: string, now: number): number | null {
  const parts = /^\s*(\d{1,2}):(\d{2})(?::(\d{2}))?\s*$/.exec(typed);
  if (parts === null) return null;
  const [hours, minutes, seconds] = [Number(parts[1]), Number(parts[2]), Number(parts[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const at = new Date(now + zoneOffset(now));
  at.setUTCHours(hours, minutes, seconds, 0);
  const today = at.getTime() - zoneOffset(now);
  return Math.floor((today <= now ? today : today - 86_400_000) / 1000);
}
