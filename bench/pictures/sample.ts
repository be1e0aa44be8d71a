import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.js';
import { serve, type Served } from '../harness/server.js';

const hub = 'research-hub';
/** The hub's first seconds are slower: its code is not compiled yet. */
const warmSeconds = 4;
const baselineSeconds = 75;

interface Said {
  readonly overall_verdict: string;
  readonly signals: readonly { readonly verdict: string }[];
}

/** The product with the sample hub, as pictures show it: one optimization was switched on, and its effect is proven. */
export class Sample {
  private constructor(
    readonly server: Served,
    private readonly control: string,
  ) {}

  static async start(): Promise<Sample> {
    const folder = mkdtempSync(join(tmpdir(), 'hubscope-pictures-'));
    const file = join(folder, 'hubscope.yaml');
    writeFileSync(file, 'notifications: { public_url: https://hubscope.example }\n');
    const server = await serve({ args: ['serve', '--demo', '--config', file] });
    void server.process.ended.then(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const line = await server.process.line(/^sample hub\s+switches at (\S+)$/);
    return new Sample(server, line[1] ?? '');
  }

  stop(): Promise<unknown> {
    return this.server.process.stop();
  }

  async ask(path: string): Promise<unknown> {
    return (await fetch(`${this.server.api}/api/v1${path}`)).json();
  }

  async tell(path: string, body: unknown): Promise<unknown> {
    return posted(`${this.server.api}/api/v1${path}`, body);
  }

  /** Waits until the hub has worked for so long, s. */
  async works(seconds: number): Promise<void> {
    await eventually({ what: 'the hub has worked', withinMs: 180_000 }, async () => {
      const { first, last } = await this.#seconds();
      return first > 0 && last >= first + seconds ? true : null;
    });
  }

  /** Keeps a stretch as the baseline. */
  async capture(name: string): Promise<void> {
    const first = (await this.#seconds()).last + warmSeconds;
    const until = first + baselineSeconds;
    await eventually({ what: 'the baseline has passed', withinMs: 180_000 }, async () =>
      (await this.#seconds()).last >= until ? true : null,
    );
    await this.tell('/baselines', { hub, name, from: first * 1000, to: until * 1000 });
  }

  /** Marks the moment and turns the cache on; waits until enough of its effect is proven. */
  async improve(name: string): Promise<void> {
    await posted(`${this.control}/switches`, { cache: true });
    await this.tell('/markers', { hub, name });
    await eventually({ what: 'a verdict on the cache', withinMs: 420_000 }, async () => {
      const said = (await this.ask(`/hubs/${hub}/impact`)) as Said;
      const proven = said.signals.filter(({ verdict }) => verdict !== 'unknown').length;
      return said.overall_verdict !== 'unknown' && proven >= 3 ? true : null;
    });
  }

  /** The first and the newest closed second, s since the epoch; 0 before there is one. */
  async #seconds(): Promise<{ first: number; last: number }> {
    const hubs = (await this.ask('/hubs')) as readonly {
      name: string;
      first_second: number | null;
      last_second: number | null;
    }[];
    const found = hubs.find(({ name }) => name === hub);
    return { first: found?.first_second ?? 0, last: found?.last_second ?? 0 };
  }
}

async function posted(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${String(answer.status)}: ${await answer.text()}`);
  return answer.json();
}
