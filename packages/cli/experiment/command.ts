import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { hubStatus } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { z } from 'zod';
import { acting } from '../client/run.js';
import { Refused, Server, talks, type ServerOptions } from '../client/server.js';
import { durationMs } from '../client/values.js';
import { fraction } from '../csv/fraction.js';
import { analyse, usualSignals } from './paired.js';
import { printPaired } from './print.js';
import { switchBack, type Round, type Way, type World } from './switch-back.js';

interface ExperimentOptions extends ServerOptions {
  readonly on: string;
  readonly off: string;
  readonly rounds: string;
  readonly each: string;
  readonly settle: string;
  readonly signal?: readonly string[];
  readonly tolerance: number;
  readonly markdown?: boolean;
}

/** Seconds that telemetry may be late; what comes later is not in the result. */
const lateSeconds = 5;
const mostRounds = 1000;
const alpha = 0.05;

/** Runs a command line by the shell, its output on standard error. @throws Refused where it can't be run, or fails */
function shell(way: Way, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(line, { shell: true, stdio: ['ignore', 2, 2] });
    child.once('error', (error) => {
      reject(new Refused(`--${way} ${line}: ${error.message}`));
    });
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Refused(`--${way} ${line}: it ended with ${signal ?? `exit code ${String(code)}`}`));
    });
  });
}

/** The world as it is; Ctrl-C breaks an experiment off, and the hub is switched off. */
function realWorld({ on, off }: ExperimentOptions, broken: AbortSignal): World {
  return {
    turn: (way) => shell(way, way === 'on' ? on : off),
    until: async (moment) => {
      try {
        await pause(Math.max(0, moment - Date.now()), undefined, { signal: broken });
      } catch {
        throw new Refused('broken off: nothing was compared');
      }
    },
    now: () => Date.now(),
    tell: (line) => {
      process.stderr.write(`${line}\n`);
    },
  };
}

function wholeSeconds(name: string, text: string, least: number): number {
  const seconds = Math.round(durationMs(name, text) / 1000);
  if (seconds < least) throw new Refused(`${name} ${text}: at least ${String(least)} s`);
  return seconds;
}

function planOf(options: ExperimentOptions): { rounds: number; eachSeconds: number; settleSeconds: number } {
  const rounds = Number(options.rounds);
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > mostRounds) {
    throw new Refused(`--rounds ${options.rounds}: a whole number from 1 to ${String(mostRounds)}`);
  }
  return {
    rounds,
    eachSeconds: wholeSeconds('--each', options.each, 1),
    settleSeconds: wholeSeconds('--settle', options.settle, 0),
  };
}

async function run(options: ExperimentOptions): Promise<void> {
  const plan = planOf(options);
  const server = new Server(options);
  const hub = await server.hub(options);
  const states = await server.ask(z.array(hubStatus), '/hubs');
  const broken = new AbortController();
  const stop = (): void => {
    broken.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  let rounds: Round[];
  try {
    const world = realWorld(options, broken.signal);
    rounds = await switchBack(plan, world);
    await world.until(Date.now() + lateSeconds * 1000);
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  const closedLoad = states.find(({ name }) => name === hub)?.closed_load ?? false;
  const signals = options.signal ?? usualSignals;
  const { tolerance } = options;
  const found = await analyse(server, hub, rounds, signals, { tolerance, alpha, closedLoad });
  printPaired(['Off', 'On'], found, options, { hub, rounds, signals: found });
}

/** `hubscope experiment run`: two ways of running a hub, in turn, compared round by round. */
export function experimentCommand(program: Command): void {
  const command = program.command('experiment').description('Compare two ways of running a hub');
  talks(command.command('run'))
    .description('Switch back and forth, and compare each on with the off beside it: a drift cancels')
    .requiredOption('--on <command>', 'what switches the hub on, as the shell runs it')
    .requiredOption('--off <command>', 'what switches it off')
    .option('--rounds <number>', 'how often each is measured', '6')
    .option('--each <duration>', 'how long each is measured', '60s')
    .option('--settle <duration>', 'how long the hub has after a switch before it is measured', '10s')
    .option('--signal <name...>', 'what is compared (default: all that an impact compares)')
    .option('--tolerance <fraction>', 'a change within it is none', fraction, 0.01)
    .option('--markdown', 'answer in Markdown')
    .action(acting(run));
}
