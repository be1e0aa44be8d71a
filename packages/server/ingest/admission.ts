/** How fast what was spent is forgotten, ms: the time constant of an exponential mean. */
const forgetMs = 1000;
/** A hub that takes less than this share of a CPU is no party to the sharing. */
const activeShare = 0.01;
/** Work that waits longer than this is too much, whatever was spent, ms: who waits for an answer gives up after some seconds. */
const mostQueuedMs = 300;
/** Work that waits longer than this is too much of whoever asks, ms. */
const mostQueuedOfAnyMs = 1000;
/** What a byte costs is the mean over about so many. */
const meanBytes = 16 * 1024 * 1024;
/** What is taken for it until bodies came: 20 ms for 1 MiB, as spans cost on a slow machine. */
const costAtFirst = { ms: 20, bytes: 1024 * 1024, bodies: 16 } as const;
/** Hubs whose spending is remembered; past it those that spend nothing are forgotten. */
const rememberedHubs = 1000;

export interface AdmissionOptions {
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
  /** The share of one CPU that taking in telemetry may have, 0–1. */
  readonly share: number;
  /** Bytes of bodies that may be on their way in at once. */
  readonly maxBytes: number;
}

/**
 * How much of its part a hub may still have spent to be let in while work waits, 0–1. With all of it half of the hubs would always be below
 * theirs, and let more in than is done.
 */
function leftOf(waitedMs: number): number {
  const over = (waitedMs - mostQueuedMs) / (mostQueuedOfAnyMs - mostQueuedMs);
  return 1 - Math.min(Math.max(over, 0), 1);
}

/** A mean of the time spent, which fades. */
class Spending {
  #spent = 0;
  #at = -Infinity;

  add(ms: number, now: number): void {
    this.#spent = this.#faded(now) + ms;
    this.#at = now;
  }

  /** The share of the time, 0–1 and a little beyond. */
  share(now: number): number {
    return this.#faded(now) / forgetMs;
  }

  #faded(now: number): number {
    return this.#spent === 0 ? 0 : this.#spent * Math.exp((this.#at - now) / forgetMs);
  }
}

/**
 * Shares the time that taking in telemetry may have. While there is enough, and little waits, all is let in; past that a hub is held to
 * its part: what is there, divided by the hubs that send. So one that floods is refused, and the others see no refusal.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #all = new Spending();
  readonly #hubs = new Map<string, Spending>();
  /** Room that bodies on their way in may take, and what of it they probably will, bytes. */
  #bytes = 0;
  #queued = 0;
  /** What bodies cost, how long they were, and how many. */
  #costMs: number = costAtFirst.ms;
  #costBytes: number = costAtFirst.bytes;
  #costBodies: number = costAtFirst.bodies;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** How long reading what is on its way in will take, ms. @param own bytes of it that are not meant */
  queuedMs(own = 0): number {
    return (Math.max(0, this.#queued - own) * this.#costMs) / this.#costBytes;
  }

  /**
   * Seconds to wait before a request of a hub is taken; null where it may come in.
   * @param hub null where nobody knows whose it is
   * @param queuedMs how long reading what waits before it will take
   * @param waitedMs for how long the oldest of that has waited, though it was there as a whole
   */
  wait(hub: string | null, queuedMs = 0, waitedMs = 0): number | null {
    if (waitedMs >= mostQueuedOfAnyMs) return 1;
    const now = this.#options.now();
    const { share } = this.#options;
    const all = this.#all.share(now);
    if (hub === null) return all < share / 2 || queuedMs < mostQueuedOfAnyMs ? null : 1;
    // Bodies that lie there while there is time enough wait for their senders.
    const enough = all < share / 2 || (all < share && queuedMs < mostQueuedMs);
    if (enough && waitedMs < mostQueuedMs) return null;
    const active = [...this.#hubs.values()].filter((each) => each.share(now) >= activeShare).length;
    const part = (Math.min(all, share) / Math.max(1, active)) * leftOf(waitedMs);
    const spent = this.#hubs.get(hub)?.share(now) ?? 0;
    return spent === 0 || spent < part ? null : 1;
  }

  /**
   * Notes what a request of a hub cost, ms.
   * @param bytes its length as it came; null where it says nothing of what a byte of a body costs
   */
  spent(hub: string, ms: number, bytes: number | null): void {
    const now = this.#options.now();
    this.#all.add(ms, now);
    if (bytes !== null) this.#learn(ms, bytes);
    let spending = this.#hubs.get(hub);
    if (spending === undefined) {
      if (this.#hubs.size >= rememberedHubs) this.#forget(now);
      spending = new Spending();
      this.#hubs.set(hub, spending);
    }
    spending.add(ms, now);
  }

  /**
   * Asks for room for a body. Answers what gives the room back, or null where there is none.
   * @param told whether its sender said how long it is; else it may be so long, and is probably as long as most
   */
  reserve(bytes: number, told = true): (() => void) | null {
    // One body always fits: else a large one would never come in.
    if (this.#bytes > 0 && this.#bytes + bytes > this.#options.maxBytes) return null;
    const likely = told ? bytes : Math.min(bytes, this.#costBytes / this.#costBodies);
    this.#bytes += bytes;
    this.#queued += likely;
    let held = true;
    return () => {
      if (held) {
        this.#bytes -= bytes;
        this.#queued -= likely;
      }
      held = false;
    };
  }

  #learn(ms: number, bytes: number): void {
    this.#costMs += ms;
    this.#costBytes += bytes;
    this.#costBodies += 1;
    if (this.#costBytes <= 2 * meanBytes) return;
    this.#costMs /= 2;
    this.#costBytes /= 2;
    this.#costBodies /= 2;
  }

  #forget(now: number): void {
    for (const [hub, spending] of this.#hubs) if (spending.share(now) < activeShare) this.#hubs.delete(hub);
    if (this.#hubs.size >= rememberedHubs) this.#hubs.clear();
  }
}
