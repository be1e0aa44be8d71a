import { alert } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { you } from '../client/alerts.js';
import { acting, say } from '../client/run.js';
import {
  addressOf,
  credentialsOf,
  Server,
  talks,
  Unreachable,
  type ServerOptions,
} from '../client/server.js';
import { exitCodes } from '../exit-codes.js';
import { asJson } from './json.js';
import { keysOf, type Key } from './keys.js';
import { toText } from './line.js';
import { paletteOf } from './palette.js';
import { Screen } from './screen.js';
import { plainText, Top, type AlertActions } from './top.js';
import { NodeWorld } from './world.js';

interface TopOptions extends ServerOptions {
  readonly url?: string;
}

/** How long the first frame may take, ms. */
const firstFrameWithinMs = 15_000;
/** Ages and countdowns move on so often, ms. */
const beatMs = 1000;
/** Changes that come closer together are drawn at once, ms. */
const gatherMs = 40;
/** The width of a picture that goes into a file. */
const plainColumns = 100;

/** `hubscope top`: a hub's page in the terminal. */
export function topCommand(program: Command): void {
  talks(program.command('top'))
    .description('A hub, live in the terminal; into a pipe, or with --json, as it is now')
    .option('--url <url>', 'the same as --server')
    .action(acting(top));
}

async function top({ url, ...options }: TopOptions): Promise<void> {
  const asked: ServerOptions = url === undefined ? options : { ...options, server: url };
  const { stdin, stdout } = process;
  if (options.json === true || !stdin.isTTY || !stdout.isTTY) await once(asked);
  else await live(asked);
}

function actionsOf(server: Server): AlertActions {
  const act = async (id: string, action: string): Promise<void> => {
    await server.ask(alert, `/alerts/${encodeURIComponent(id)}/${action}`, 'POST', {
      by: you() ?? undefined,
    });
  };
  return {
    acknowledge: (id) => act(id, 'acknowledge'),
    unacknowledge: (id) => act(id, 'unacknowledge'),
  };
}

/** Writes what is to be seen now, and ends. */
async function once(options: ServerOptions): Promise<void> {
  const server = new Server(options);
  const base = addressOf(options);
  // Says in words why there is no answer, where there is none.
  await server.ask(z.array(z.unknown()), '/hubs');
  const world = new NodeWorld(base, credentialsOf(options));
  let changed = (): void => undefined;
  const seen = new Top(world, actionsOf(server), () => {
    changed();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Unreachable(`${base} sends no picture of a hub`));
      }, firstFrameWithinMs);
      changed = () => {
        const { replica, link } = seen.live.state.get();
        if (replica.view === null && link.phase !== 'waiting') return;
        clearTimeout(late);
        if (replica.view === null) reject(new Unreachable(`${base} takes no viewer now`));
        else resolve();
      };
      seen.start(options.hub ?? null);
    });
    const columns = Number(process.env['COLUMNS']);
    say(
      options.json === true
        ? JSON.stringify(asJson(seen.state()), null, 2)
        : plainText(seen.lines({ columns: columns >= 20 ? columns : plainColumns, rows: null })),
    );
  } finally {
    changed = () => undefined;
    seen.stop();
    world.end();
  }
}

/** Keeps the terminal until it is told to end, and gives it back whatever happens. */
async function live(options: ServerOptions): Promise<void> {
  const { stdin, stdout } = process;
  const world = new NodeWorld(addressOf(options), credentialsOf(options));
  const screen = new Screen(stdout, stdin);
  const palette = paletteOf(process.env, stdout.getColorDepth());
  let pending: NodeJS.Timeout | null = null;
  const draw = (): void => {
    pending = null;
    const { columns, rows } = screen;
    screen.draw(seen.lines({ columns, rows }).map((line) => toText(line, palette)));
  };
  const soon = (): void => {
    pending ??= setTimeout(draw, gatherMs);
  };
  const seen = new Top(world, actionsOf(new Server(options)), soon);
  const anew = (): void => {
    screen.forget();
    draw();
  };
  const resume = (): void => {
    screen.enter();
    anew();
  };
  await new Promise<void>((resolve) => {
    const act = (key: Key): void => {
      if (key === 'quit') resolve();
      else if (key === 'redraw') anew();
      else if (key === 'suspend') {
        screen.leave();
        process.kill(process.pid, 'SIGTSTP');
      } else seen.press(key);
    };
    const crash = (error: unknown): void => {
      screen.leave();
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(exitCodes.checkFailed);
    };
    process.on('exit', () => {
      screen.leave();
    });
    process.on('uncaughtException', crash);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, resolve);
    process.on('SIGCONT', resume);
    stdout.on('resize', anew);
    // A terminal that is gone can't be drawn on, nor left in order.
    stdout.on('error', () => process.exit(exitCodes.done));
    stdin.setEncoding('utf8');
    stdin.on('data', (sent: string) => {
      keysOf(sent).forEach(act);
    });
    stdin.on('end', resolve);
    screen.enter();
    seen.start(options.hub ?? null);
    setInterval(draw, beatMs).unref();
    draw();
  });
  seen.stop();
  world.end();
  screen.leave();
  process.exit(exitCodes.done);
}
