import { lifeOf, inOrder, LiveConnection, newestSecond, rank, type World } from '@hubscope/core/live';
import { frame } from './frame.js';
import type { Key } from './keys.js';
import { toText, type Line } from './line.js';
import { chosenAlert } from './lists.js';
import type { Room, TopState } from './state.js';

/** What is done to alerts; rejects with an error whose message is for a person. */
export interface AlertActions {
  readonly acknowledge: (id: string) => Promise<void>;
  readonly unacknowledge: (id: string) => Promise<void>;
}

/** How long a message stands in the last line, ms. */
const messageStaysMs = 8000;

/** Follows a hub and turns keys into what is seen next. Draws nothing itself: {@link lines} says what is to be seen. */
export class Top {
  readonly live: LiveConnection;
  readonly #world: World;
  readonly #actions: AlertActions;
  readonly #changed: () => void;
  #order: readonly string[] = [];
  #selected: string | null = null;
  #overlay: TopState['overlay'] = null;
  #hubAt = 0;
  #message = { text: '', until: 0 };
  #undo: { readonly id: string; readonly name: string } | null = null;

  /** @param changed is called when there is something new to draw */
  constructor(world: World, actions: AlertActions, changed: () => void) {
    this.#world = world;
    this.#actions = actions;
    this.#changed = changed;
    this.live = new LiveConnection(world);
    this.live.state.subscribe(changed);
  }

  start(hub: string | null): void {
    this.live.start(hub);
  }

  stop(): void {
    this.live.stop();
  }

  state(): TopState {
    const live = this.live.state.get();
    const now = this.#world.now();
    const { view } = live.replica;
    const life = lifeOf(live);
    this.#order = view === null ? [] : rank(this.#order, view.components.values());
    return {
      live,
      life,
      now,
      until: this.#edge(life === 'live', now),
      order: this.#order,
      selected: this.#selected,
      overlay: this.#overlay,
      hubAt: this.#hubAt,
      message: now < this.#message.until ? this.#message.text : '',
    };
  }

  /** The picture for a room. */
  lines(room: Room): Line[] {
    return frame(this.state(), room);
  }

  /** The second at the right edge: one that came, while they come; past it once they do not, so that the gap is seen. */
  #edge(live: boolean, now: number): number | null {
    const { view } = this.live.state.get().replica;
    const newest = view === null ? null : newestSecond(view.series);
    if (newest === null) return null;
    if (live) return this.live.glide.shown(now) ?? newest;
    return Math.max(newest, Math.floor(this.live.glide.edge(now) ?? newest));
  }

  #say(text: string): void {
    this.#message = { text, until: this.#world.now() + messageStaysMs };
    this.#changed();
  }

  /** Does what a key asks for, where that concerns what is seen. */
  press(key: Key): void {
    switch (key) {
      case 'keys':
        this.#overlay = this.#overlay === 'keys' ? null : 'keys';
        break;
      case 'hubs':
        this.#openHubs();
        break;
      case 'next-hub':
        this.#nextHub();
        break;
      case 'close':
        this.#overlay = null;
        break;
      case 'up':
        this.#move(-1);
        break;
      case 'down':
        this.#move(1);
        break;
      case 'enter':
        if (this.#overlay === 'hubs') this.#look(this.#hubAt);
        break;
      case 'acknowledge':
        void this.#acknowledge();
        break;
      case 'undo':
        void this.#takeBack();
        break;
      case 'retry':
        this.live.tryNow();
        break;
      case 'quit':
      case 'redraw':
      case 'suspend':
        break;
    }
    this.#changed();
  }

  get #hubs(): readonly string[] {
    return (this.live.state.get().replica.hubs ?? []).map(({ name }) => name);
  }

  get #hubNow(): number {
    return this.#hubs.indexOf(this.live.state.get().replica.view?.name ?? '');
  }

  #openHubs(): void {
    this.#overlay = this.#overlay === 'hubs' ? null : 'hubs';
    this.#hubAt = Math.max(0, this.#hubNow);
  }

  #look(at: number): void {
    const hub = this.#hubs[at];
    this.#overlay = null;
    if (hub === undefined) return;
    this.#selected = null;
    this.#order = [];
    this.live.select(hub);
  }

  #nextHub(): void {
    const count = this.#hubs.length;
    if (count > 1) this.#look((this.#hubNow + 1) % count);
  }

  #move(by: number): void {
    if (this.#overlay === 'hubs') {
      this.#hubAt = Math.max(0, Math.min(this.#hubs.length - 1, this.#hubAt + by));
      return;
    }
    const ordered = inOrder(this.live.state.get().replica.view?.alerts ?? []);
    const at = ordered.findIndex(({ id }) => id === chosenAlert(this.state())?.id);
    this.#selected = ordered[Math.max(0, Math.min(ordered.length - 1, at + by))]?.id ?? null;
  }

  async #acknowledge(): Promise<void> {
    const alert = chosenAlert(this.state());
    if (alert === null) {
      this.#say('There is no alert to acknowledge.');
      return;
    }
    const { id, threshold, state, acknowledged } = alert;
    if (state !== 'firing' || acknowledged) {
      this.#say(`${threshold.name} ${acknowledged ? 'is acknowledged already' : 'does not fire'}.`);
      return;
    }
    try {
      await this.#actions.acknowledge(id);
      this.#undo = { id, name: threshold.name };
      this.#say(`${threshold.name} is acknowledged. u takes that back.`);
    } catch (error) {
      this.#say(`It could not be acknowledged: ${wordsOf(error)}`);
    }
  }

  async #takeBack(): Promise<void> {
    const undo = this.#undo;
    if (undo === null) {
      this.#say('There is nothing to take back.');
      return;
    }
    try {
      await this.#actions.unacknowledge(undo.id);
      this.#undo = null;
      this.#say(`${undo.name} is no longer acknowledged.`);
    } catch (error) {
      this.#say(`It could not be taken back: ${wordsOf(error)}`);
    }
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The picture as plain text, without escapes and without spaces at the ends of lines. */
export function plainText(lines: readonly Line[]): string {
  return lines.map((line) => toText(line, null).trimEnd()).join('\n');
}
