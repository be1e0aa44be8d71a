import type { RecordChange } from '@hubscope/core/record';
import { idOf, kept, type Thread } from './kept.js';

/** Incidents of one channel whose thread is remembered; past it the oldest is forgotten, and begins a thread anew. */
const maxThreads = 10_000;

/** Which message about an incident was the first, for channels in which the others follow it. */
export class Threads {
  readonly #channels = new Map<string, Map<string, Thread>>();

  /** Takes in what was kept. */
  restore(threads: Iterable<Thread>): void {
    for (const thread of [...threads].sort((a, b) => a.at - b.at))
      this.#of(thread.channel).set(thread.incident, thread);
  }

  find(channel: string, incident: string): string | null {
    return this.#channels.get(channel)?.get(incident)?.thread ?? null;
  }

  /** Remembers a thread; answers what is to be committed. */
  add(channel: string, incidents: Iterable<string>, thread: string, at: number): RecordChange[] {
    const known = this.#of(channel);
    const changes: RecordChange[] = [];
    for (const incident of incidents) {
      if (known.has(incident)) continue;
      const value = { channel, incident, thread, at };
      known.set(incident, value);
      changes.push(kept.threads.put(idOf(channel, incident), value));
    }
    for (const incident of known.keys()) {
      if (known.size <= maxThreads) break;
      known.delete(incident);
      changes.push(kept.threads.remove(idOf(channel, incident)));
    }
    return changes;
  }

  /** Forgets a channel. */
  forget(channel: string): RecordChange[] {
    const known = this.#channels.get(channel) ?? new Map<string, Thread>();
    this.#channels.delete(channel);
    return [...known.keys()].map((incident) => kept.threads.remove(idOf(channel, incident)));
  }

  #of(channel: string): Map<string, Thread> {
    const known = this.#channels.get(channel) ?? new Map<string, Thread>();
    this.#channels.set(channel, known);
    return known;
  }
}
