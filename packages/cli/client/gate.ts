import { appendFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { ImpactView } from '@hubscope/core/wire';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.js';
import { given } from './compare.js';
import { everySignal, holds, judge, type Condition } from './gate-conditions.js';
import { annotations, formats, type Format, type Report } from './gate-report.js';
import { askImpact, TooSoon } from './impact.js';
import { acting, say } from './run.js';
import { Refused, Server, talks, type ServerOptions } from './server.js';
import { durationMs, fraction } from './values.js';

interface GateOptions extends ServerOptions {
  readonly baseline?: string;
  readonly since?: string;
  readonly component?: string;
  readonly target?: boolean;
  readonly wait?: string | true;
  readonly strict?: boolean;
  readonly format?: string;
  readonly output?: string;
}

/** How often the server is asked while a verdict is waited for, ms. */
const askEveryMs = 2000;
const waitUnlessTold = '10m';

/** Conditions as they stand on the command line: a limit belongs to the signal before it, or to all where none was named. */
class Conditions {
  readonly named: Condition[] = [];
  /** The limit that was named before any signal. */
  general = 0;
  #signals: string[] = [];

  signal(name: string): void {
    this.#signals.push(name);
  }

  limit(kind: Condition['kind'], limit: number): void {
    const signal = this.#signals.at(-1);
    if (signal !== undefined) this.named.push({ signal, kind, limit });
    else if (kind === 'regression') this.general = limit;
    else this.named.push({ signal: 'overall', kind, limit });
  }

  /** Those that were named; a signal without a limit of its own must not get worse. */
  all(): Condition[] {
    const alone = this.#signals.filter((name) => this.named.every(({ signal }) => signal !== name));
    const regression = (signal: string): Condition => ({ signal, kind: 'regression', limit: this.general });
    return [...this.named, ...alone.map(regression)];
  }
}

function formatOf({ format, json }: GateOptions): Format {
  const name = format ?? (json === true ? 'json' : 'text');
  const known = (Object.keys(formats) as Format[]).find((each) => each === name);
  if (known === undefined)
    throw new Refused(`--format ${name}: there are ${Object.keys(formats).join(', ')}`);
  return known;
}

/** The conditions that stand for what was asked. */
function conditionsOn(impact: ImpactView, options: GateOptions, conditions: Conditions): Condition[] {
  const targets = impact.signals
    .filter(({ target }) => options.target === true && target !== null)
    .map(({ signal }): Condition => ({ signal, kind: 'target', limit: 0 }));
  if (options.target === true && targets.length === 0) {
    throw new Refused('the marker that is compared carries no target');
  }
  const named = [...conditions.all(), ...targets];
  const asked = named.length > 0 ? named : everySignal(impact, conditions.general);
  if (asked.length === 0) judge(impact, [{ signal: 'throughput', kind: 'regression', limit: 0 }]);
  return asked;
}

async function look(
  server: Server,
  hub: string,
  options: GateOptions,
  conditions: Conditions,
): Promise<Report> {
  // Which signals can be asked for, and so how many, is known once they are seen.
  for (let comparisons = 1; ;) {
    const impact = await askImpact(server, {
      hub,
      comparisons,
      ...given('baseline', options.baseline),
      ...given('since', options.since),
      ...given('component', options.component),
    });
    const asked = conditionsOn(impact, options, conditions);
    const needed = Math.max(1, new Set(asked.map(({ signal }) => signal)).size);
    if (needed > comparisons) {
      comparisons = needed;
      continue;
    }
    const outcomes = judge(impact, asked);
    return {
      passed: outcomes.every((outcome) => holds(outcome, options.strict === true)),
      strict: options.strict === true,
      hub,
      baseline: impact.baseline,
      since: impact.since,
      comparisons,
      conditions: outcomes,
      impact,
    };
  }
}

/** The first look; right after a deploy was marked there is nothing to look at yet. */
async function lookWhenPossible(
  server: Server,
  hub: string,
  options: GateOptions,
  conditions: Conditions,
  until: number,
): Promise<Report> {
  for (;;) {
    try {
      return await look(server, hub, options, conditions);
    } catch (error) {
      if (!(error instanceof TooSoon) || Date.now() >= until) throw error;
      await pause(Math.min(askEveryMs, Math.max(1, until - Date.now())));
    }
  }
}

async function gate(conditions: Conditions, options: GateOptions): Promise<void> {
  const format = formatOf(options);
  const server = new Server(options);
  const hub = await server.hub(options);
  const wait = options.wait === true ? waitUnlessTold : options.wait;
  const until = Date.now() + (wait === undefined ? 0 : durationMs('--wait', wait));
  let report = await lookWhenPossible(server, hub, options, conditions, until);
  while (Date.now() < until && undecided(report)) {
    await pause(Math.min(askEveryMs, Math.max(1, until - Date.now())));
    report = await look(server, hub, options, conditions);
  }
  const text = formats[format](report);
  if (options.output === undefined) say(text);
  else await writeFile(options.output, `${text}\n`);
  if (process.env['GITHUB_ACTIONS'] === 'true') {
    // Annotations are read from either stream; standard output may be a report that something parses.
    for (const line of annotations(report)) process.stderr.write(`${line}\n`);
    const summary = process.env['GITHUB_STEP_SUMMARY'];
    if (summary !== undefined) await appendFile(summary, `${formats.markdown(report)}\n`);
  }
  process.exitCode = report.passed ? exitCodes.done : exitCodes.checkFailed;
}

/** Whether waiting may change the answer: something is open, and nothing has failed for good. */
function undecided({ conditions }: Report): boolean {
  return (
    conditions.some(({ state }) => state === 'open') && conditions.every(({ state }) => state !== 'failed')
  );
}

/** `hubscope gate`: fails a pipeline where a regression is proven. */
export function gateCommand(program: Command): void {
  const command = talks(program.command('gate'));
  let conditions = new Conditions();
  command
    .description('Exit with 1 where a regression is proven, or a condition does not hold')
    .option('--baseline <name>', 'against this baseline (default: what the hub is compared with)')
    .option('--since <moment>', 'since a moment or a marker (default: the newest marker after the baseline)')
    .option('--component <key>', 'a component, as agent:planner')
    .option(
      '--signal <name>',
      'a condition on this signal, or on "overall"; may be repeated',
      (name: string) => {
        conditions.signal(name);
      },
    )
    .option(
      '--max-regression <share>',
      'the signal before it is not proven worse by more (default: 0)',
      (share: string) => {
        conditions.limit('regression', fraction('--max-regression', share));
      },
    )
    .option(
      '--min-improvement <share>',
      'the signal before it is proven better by at least this',
      (share: string) => {
        conditions.limit('improvement', fraction('--min-improvement', share));
      },
    )
    .option('--target', 'the targets that the marker carries are met')
    .option('--wait [duration]', 'ask until all is known, at most so long (10m)')
    .option('--strict', 'what is not known fails')
    .option('--format <format>', 'text, markdown, json or junit')
    .option('-o, --output <file>', 'write the report there')
    .action(
      acting(async (options: GateOptions) => {
        const asked = conditions;
        conditions = new Conditions();
        await gate(asked, options);
      }),
    );
}
