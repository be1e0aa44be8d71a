import type { RecordChange } from '@hubscope/core/record';
import type { Delivery } from '@hubscope/core/wire';
import { idOf, kept, type Logged } from './kept.js';

/** Messages of one channel that are remembered. */
const maxLogged = 200;

/** What became of the last messages of each channel. */
export class DeliveryLog {
  readonly #channels = new Map<string, Logged[]>();
  #order = 0;

  /** Takes in what was kept. */
  restore(logged: Iterable<Logged>): void {
    for (const each of [...logged].sort((a, b) => a.order - b.order)) {
      this.#order = Math.max(this.#order, each.order);
      this.#of(each.channel).push(each);
    }
  }

  /** Oldest first. */
  list(channel: string): Delivery[] {
    return (this.#channels.get(channel) ?? []).map(({ delivery }) => delivery);
  }

  /** Writes a message down; answers what is to be committed. */
  add(channel: string, delivery: Delivery): RecordChange[] {
    this.#order += 1;
    const logged = { channel, order: this.#order, delivery };
    const all = this.#of(channel);
    all.push(logged);
    const old = all.splice(0, Math.max(0, all.length - maxLogged));
    return [this.#put(logged), ...old.map((each) => kept.log.remove(this.#id(each)))];
  }

  /** Forgets a channel. */
  forget(channel: string): RecordChange[] {
    const all = this.#channels.get(channel) ?? [];
    this.#channels.delete(channel);
    return all.map((each) => kept.log.remove(this.#id(each)));
  }

  #put(logged: Logged): RecordChange {
    return kept.log.put(this.#id(logged), logged);
  }

  #id({ channel, order }: Logged): string {
    return idOf(channel, String(order).padStart(12, '0'));
  }

  #of(channel: string): Logged[] {
    const all = this.#channels.get(channel) ?? [];
    this.#channels.set(channel, all);
    return all;
  }
}
