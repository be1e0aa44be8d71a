import type { Millis } from '@hubscope/core/time';
import type { Numbered, Feed } from './feed.js';
import { ReplayRing } from './replay-ring.js';
import { atOnce, type Pace } from './ports.js';
import { textFrame } from './text-frame.js';
import type { Viewer } from './viewer.js';
import type { Wanted } from './wanted.js';

/** A group without viewers goes on for so long, so that one who lost its connection can resume. */
const staysWarmMs = 120_000;

/** A whole frame is made anew when it is older than this: it carries the time. */
const freshMs = 100;

/** How a group of one form and wish turns a hub's state into messages. */
export interface Encoder {
  /** All of the hub's state: a snapshot, or the plain form's frame. */
  whole(feed: Feed | null, now: Millis): unknown;
  /** What one change is told by: a message of its own, a whole frame, or nothing. */
  change(feed: Feed, numbered: Numbered, now: Millis): { readonly message: unknown } | 'whole' | 'nothing';
}

/** Whole frames to all in one second of the clock; what a burst of closed seconds brings beyond it waits for the next. */
const maxWholePerSecond = 10;

/** A machine that is too slow for its viewers does not send them ever older seconds: past so many under way it skips them forward. */
const maxUnderWay = 20;

/** Viewers that want the same of the same hub in the same form. A message is encoded and framed once for all of them. */
export class Group {
  readonly key: string;
  /** Null in the plain form. */
  readonly wanted: Wanted | null;
  readonly viewers = new Set<Viewer>();
  /** How often anything was encoded. */
  encodes = 0;
  feed: Feed | null;
  /** When a whole frame last went to all viewers, and whether only the clock was the cause, not a second of the hub. */
  lastSent: { at: Millis; filler: boolean } | null = null;
  /** A whole frame was held back by {@link maxWholePerSecond}. */
  overdue = false;
  #burst = { second: 0, count: 0 };
  readonly #encoder: Encoder;
  readonly #ring: ReplayRing | null;
  #whole: { seq: number; at: Millis; frame: Buffer } | null = null;
  #emptySince: Millis | null = null;
  readonly #pace: Pace;
  /** How many times something was sent to all. */
  #sent = 0;
  /** How many of these have not reached all yet. */
  #underWay = 0;

  /**
   * @param resumable whether frames are kept for those who lost their connection
   * @param pace how what goes to all is spread over time
   */
  constructor(
    key: string,
    feed: Feed | null,
    wanted: Wanted | null,
    encoder: Encoder,
    resumable: boolean,
    pace: Pace = atOnce,
  ) {
    this.key = key;
    this.feed = feed;
    this.wanted = wanted;
    this.#encoder = encoder;
    this.#pace = pace;
    this.#ring = resumable ? new ReplayRing() : null;
  }

  /** Tells all viewers what changed, in one write for each of them. */
  tell(changes: readonly Numbered[], now: Millis): void {
    if (this.feed === null) return;
    const frames: Buffer[] = [];
    let whole = false;
    for (const numbered of changes) {
      const told = this.#encoder.change(this.feed, numbered, now);
      if (told === 'whole') whole = true;
      if (typeof told === 'string') continue;
      const frame = this.#encode(told.message);
      this.#ring?.add(numbered.seq, frame);
      frames.push(frame);
    }
    // A whole frame holds all that the others tell.
    if (whole) this.sendWhole(now, false);
    else if (frames.length > 0) this.#sendAll(frames, now);
  }

  /** Sends all viewers the whole state. */
  sendWhole(now: Millis, filler: boolean): void {
    const burst = Math.floor(now / 1000) === this.#burst.second ? this.#burst.count : 0;
    this.overdue = burst >= maxWholePerSecond;
    if (this.overdue) return;
    this.#burst = { second: Math.floor(now / 1000), count: burst + 1 };
    this.lastSent = { at: now, filler };
    if (this.viewers.size > 0) this.#sendAll([this.#encode(this.#encoder.whole(this.feed, now))], now);
  }

  /** Takes a viewer in. What is under way to the others is not for it: it is shown the whole, or what it missed. */
  take(viewer: Viewer): void {
    this.viewers.add(viewer);
    viewer.group = this;
    viewer.knows = this.#sent;
  }

  /** Sends one viewer the whole state: on joining, on request, or after it missed something. */
  bring(viewer: Viewer, now: Millis): void {
    const seq = this.feed?.seq ?? 0;
    if (this.#whole?.seq !== seq || now - this.#whole.at >= freshMs || now < this.#whole.at) {
      this.#whole = { seq, at: now, frame: this.#encode(this.#encoder.whole(this.feed, now)) };
    }
    this.lastSent ??= { at: now, filler: true };
    viewer.knows = this.#sent;
    viewer.catchUp(this.#whole.frame);
  }

  /** Sends one viewer what came after `seq`; false where that is gone. */
  replay(viewer: Viewer, seq: number): boolean {
    const missed = this.#ring?.after(seq, this.feed?.seq ?? 0) ?? null;
    if (missed === null) return false;
    viewer.knows = this.#sent;
    for (const frame of missed) viewer.catchUp(frame);
    return true;
  }

  /** Whether nobody is in it, nor may come back to it. */
  idle(now: Millis): boolean {
    if (this.viewers.size > 0) this.#emptySince = null;
    else this.#emptySince ??= now;
    if (this.#emptySince === null) return false;
    return this.#ring === null || now - this.#emptySince >= staysWarmMs;
  }

  #sendAll(frames: readonly Buffer[], now: Millis): void {
    this.#sent += 1;
    if (this.#underWay >= maxUnderWay) {
      // What is under way brings them the whole instead, and then holds nothing that they do not know.
      for (const viewer of this.viewers) viewer.behind = true;
      return;
    }
    this.#underWay += 1;
    this.#pace(this.#deliver(Buffer.concat(frames), frames.length, this.#sent, now));
  }

  *#deliver(
    frames: Buffer,
    count: number,
    number: number,
    now: Millis,
  ): Generator<undefined, void, undefined> {
    try {
      for (const viewer of this.viewers) {
        // Who came or was shown the whole since has it already.
        if (viewer.knows >= number) continue;
        if (viewer.behind && viewer.idle) this.bring(viewer, now);
        else {
          viewer.knows = number;
          viewer.send(frames, count);
        }
        yield;
      }
    } finally {
      this.#underWay -= 1;
    }
  }

  #encode(message: unknown): Buffer {
    this.encodes += 1;
    return textFrame(JSON.stringify(message));
  }
}
