import { pause } from '../harness/eventually.js';
import { serve, type Served } from '../harness/server.js';
import { PlainViewer } from '../harness/viewer.js';
import { Ledger, hub } from './ledger.js';
import { Load } from './load.js';

export interface KillPlan {
  /** The data folder. */
  readonly folder: string;
  readonly kills: number;
  /** How long a life lasts from its first telemetry, ms. */
  readonly lifeMs: (life: number) => number;
}

export interface Survived {
  readonly ledger: Ledger;
  /** From a process' beginning to its `ready` line, ms; the first one is of the folder as it was given. */
  readonly starts: readonly number[];
  /** A sentence for each thing that was lost. */
  readonly wrong: readonly string[];
}

/** Between two markers, ms. */
const markEveryMs = 100;
/** No server runs for so long before the last start, so that whole seconds are known to nobody, ms. */
const longDownMs = 2200;

/** Marks all the time, and takes in the past of another hub once; ends with the server. */
async function act(server: Served, ledger: Ledger, life: number): Promise<void> {
  const imported = ledger.import(server, `past-${String(life)}`, life + 1);
  for (let at = 0; server.process.running; at += 1) {
    // Whoever is refused by a server that is gone was promised nothing.
    await ledger.mark(server, `${String(life)}/${String(at)}`).catch(() => null);
    await pause(markEveryMs);
  }
  await imported;
}

/** One life, and its end by SIGKILL. @returns when it was killed, ms since the epoch */
async function live(server: Served, ledger: Ledger, life: number, lifeMs: number): Promise<number> {
  const viewer = await PlainViewer.connect(`${server.ws}?hub=${hub}`);
  const load = new Load(server, hub);
  const acting = act(server, ledger, life);
  await pause(lifeMs);
  server.process.kill('SIGKILL');
  const dead = Date.now();
  await server.process.ended;
  await Promise.all([load.stop(), acting]);
  ledger.saw(viewer, dead);
  viewer.close();
  return dead;
}

/** Kills a server under load again and again, and looks after each start for all that it owes. */
export async function killAgain({ folder, kills, lifeMs }: KillPlan): Promise<Survived> {
  const ledger = new Ledger();
  const starts: number[] = [];
  const wrong: string[] = [];
  let dead: number | null = null;
  for (let life = 0; life <= kills; life += 1) {
    if (life === kills) await pause(longDownMs);
    const begun = performance.now();
    const server = await serve({ env: { HUBSCOPE_DATA: folder } });
    starts.push(performance.now() - begun);
    try {
      if (dead !== null) ledger.wasDown(dead, Date.now());
      wrong.push(...(await ledger.check(server, life === kills)));
      if (life < kills) dead = await live(server, ledger, life, lifeMs(life));
    } finally {
      await server.process.stop();
    }
  }
  return { ledger, starts, wrong };
}
