import type { PlainViewer } from '../harness/viewer.js';
import type { Served } from '../harness/server.js';

/** The hub whose server is killed. */
export const hub = 'shop';
/** What a viewer was shown less than so long ago may be lost, ms. */
const mayBeLostMs = 2000;
/** Seconds of an imported hub. */
const rows = 60;
/** They lie so long before now, so that the database, and not the journal, has them, s. */
const importedAgo = 7200;

interface Past {
  readonly name: string;
  /** s since the epoch. */
  readonly from: number;
  readonly value: number;
}

type Values = ReadonlyMap<number, number | null>;

/** What a server said was kept, and what a viewer was shown: all of it must be there after the next start. */
export class Ledger {
  /** Names of markers that were answered 201. */
  readonly #marked = new Set<string>();
  /** Imports that were answered 201, and those of which nobody knows. */
  readonly #taken: Past[] = [];
  readonly #cut: Past[] = [];
  /** s since the epoch. */
  readonly #seen = new Set<number>();
  readonly #down: { readonly from: number; readonly to: number }[] = [];

  get acknowledged(): number {
    return this.#marked.size + this.#taken.length;
  }

  /** Seconds that a viewer had been shown 2 s before a kill, or longer. */
  get seen(): number {
    return this.#seen.size;
  }

  /** Imports during which the server was killed. */
  get cut(): number {
    return this.#cut.length;
  }

  /** Whole seconds in which no server ran. */
  get down(): number {
    return this.#downSeconds().length;
  }

  /** Creates a marker; one that is answered is kept. */
  async mark(server: Served, name: string): Promise<void> {
    const answer = await fetch(`${server.api}/api/v1/markers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ hub, name }),
    });
    if (answer.status === 201) this.#marked.add(name);
  }

  /** Takes in a minute of another hub, two hours ago. */
  async import(server: Served, name: string, value: number): Promise<void> {
    const from = Math.floor(Date.now() / 1000) - importedAgo;
    const lines = Array.from({ length: rows }, (_, at) => `${String(from + at)},${String(value)}`);
    const past = { name, from, value };
    try {
      const answer = await fetch(`${server.api}/api/v1/import?hub=${name}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: ['time,throughput', ...lines].join('\n'),
      });
      if (answer.status === 201) this.#taken.push(past);
      else throw new Error(`an import was answered ${String(answer.status)}: ${await answer.text()}`);
    } catch (error) {
      // Node's fetch throws a TypeError where the connection ended before an answer.
      if (!(error instanceof TypeError)) throw error;
      this.#cut.push(past);
    }
  }

  /** Notes what a viewer had been shown when its server was killed. @param moment ms since the epoch */
  saw(viewer: PlainViewer, moment: number): void {
    for (const [at, frame] of viewer.frames.entries()) {
      if ((viewer.arrivals[at] ?? Infinity) > moment - mayBeLostMs) break;
      for (const { timestamp, throughput_ops_sec: value } of frame.history) {
        if (typeof value === 'number') this.#seen.add(timestamp / 1000);
      }
    }
  }

  /** Notes that no server ran in between; ms since the epoch. */
  wasDown(from: number, to: number): void {
    this.#down.push({ from, to });
  }

  /**
   * Looks for all of it. @returns a sentence for each thing that is lost, or there though nobody can know it
   * @param all whether every import is looked for, not only the newest
   */
  async check(server: Served, all: boolean): Promise<string[]> {
    const wrong: string[] = [];
    const answer = await fetch(`${server.api}/api/v1/markers?hub=${hub}`);
    const markers = new Set(((await answer.json()) as { name: string }[]).map(({ name }) => name));
    for (const name of this.#marked) if (!markers.has(name)) wrong.push(`the marker ${name} is lost`);
    const seconds = [...this.#seen, ...this.#downSeconds()];
    if (seconds.length > 0) {
      const [from, to] = seconds.reduce(
        ([a, b], each) => [Math.min(a, each), Math.max(b, each)],
        [Infinity, 0],
      );
      const kept = await throughput(server, hub, from, to + 1);
      for (const each of this.#seen) {
        if (typeof kept.get(each) !== 'number') wrong.push(`the second ${String(each)} was seen and is lost`);
      }
      for (const each of this.#downSeconds()) {
        if (typeof kept.get(each) === 'number')
          wrong.push(`the second ${String(each)} is known, and nobody was there`);
      }
    }
    for (const past of all ? this.#taken : this.#taken.slice(-1)) {
      const found = await this.#rowsOf(server, past);
      if (found < rows)
        wrong.push(`${past.name} was taken in and has ${String(found)} of ${String(rows)} seconds`);
    }
    for (const past of all ? this.#cut : this.#cut.slice(-1)) {
      const found = await this.#rowsOf(server, past);
      if (found !== 0 && found !== rows)
        wrong.push(`${past.name} was taken in by half: ${String(found)} seconds`);
    }
    return wrong;
  }

  async #rowsOf(server: Served, { name, from, value }: Past): Promise<number> {
    const kept = await throughput(server, name, from, from + rows);
    return [...kept.values()].filter((each) => each === value).length;
  }

  #downSeconds(): number[] {
    return this.#down.flatMap(({ from, to }) => {
      const first = Math.ceil(from / 1000);
      return Array.from({ length: Math.max(0, Math.floor(to / 1000) - first) }, (_, at) => first + at);
    });
  }
}

/** A hub's throughput by second; empty where the hub is not known. */
async function throughput(server: Served, name: string, from: number, to: number): Promise<Values> {
  const query = `from=${String(from * 1000)}&to=${String(to * 1000)}&step=1000&signals=throughput`;
  const answer = await fetch(`${server.api}/api/v1/hubs/${name}/history?${query}`);
  if (answer.status === 404) return new Map();
  if (!answer.ok) throw new Error(`history answered ${String(answer.status)}: ${await answer.text()}`);
  const { time, signals } = (await answer.json()) as {
    readonly time: readonly number[];
    readonly signals: Readonly<Record<string, readonly (number | null)[]>>;
  };
  return new Map(time.map((at, place) => [at / 1000, signals['throughput']?.[place] ?? null]));
}
