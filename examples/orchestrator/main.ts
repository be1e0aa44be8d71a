import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { metrics } from '@opentelemetry/api';
import { wallClock } from './clock.js';
import { Control } from './control.js';
import { readShelf, stockShelf, weedShelf } from './corpus.js';
import { Crew } from './crew.js';
import { Undelivered } from './delivery.js';
import { Arrivals, Backlog } from './demand.js';
import { Hub } from './hub.js';
import { questions } from './questions.js';
import { Switches, switchNames } from './switches.js';
import { environmentDefaults, startMetrics, startTraces } from './telemetry.js';

const version = '0.1.0';

/** How long the last telemetry may take to leave, ms. */
const flushWithinMs = 1500;

const usage = `research-hub: a small multi-agent hub that answers questions about the documents installed here

  node dist/main.js [run]                 answers questions from a backlog within its CPU budget
    --rate N                              questions a second, in place of the backlog
    --burst                               with --rate: four times as many for 5 s of each 30 s
    --cores N                             CPU budget (default 0.4)
    --control-port N                      its own small door (default: a free port)
    --on NAME[,NAME]                      switches that are on from the start: ${switchNames.join(', ')}
    --exit-with-parent                    ends when its standard input does
  node dist/main.js switch NAME on|off --control URL

Telemetry goes where OTEL_EXPORTER_OTLP_ENDPOINT says (default http://localhost:4318).
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rate: { type: 'string' },
    burst: { type: 'boolean', default: false },
    cores: { type: 'string', default: '0.4' },
    'control-port': { type: 'string', default: '0' },
    on: { type: 'string', default: '' },
    control: { type: 'string' },
    'exit-with-parent': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

function complain(message: string): never {
  process.stderr.write(`${message}\n\n${usage}`);
  process.exit(2);
}

function numberOf(name: string, text: string, least: number): number {
  const number = Number(text);
  return number >= least && number < Infinity
    ? number
    : complain(`--${name} ${text} is no number from ${String(least)}`);
}

async function turnSwitch(name: string | undefined, to: string | undefined): Promise<void> {
  if (values.control === undefined) return complain('--control URL says which hub');
  if (name === undefined || (to !== 'on' && to !== 'off')) return complain('switch NAME on|off');
  const response = await fetch(new URL('/switches', values.control), {
    method: 'POST',
    body: JSON.stringify({ [name]: to === 'on' }),
  });
  process.stdout.write(await response.text());
  process.exitCode = response.ok ? 0 : 1;
}

async function run(): Promise<void> {
  const cores = numberOf('cores', values.cores, 0.01);
  const rate = values.rate === undefined ? null : numberOf('rate', values.rate, 0);
  // Before any thread starts: each inherits this process's environment.
  Object.assign(process.env, environmentDefaults(rate === null, cores, version));
  const undelivered = new Undelivered();
  const traces = startTraces(undelivered, (line) => process.stderr.write(`${line}\n`));
  const meters = startMetrics();
  metrics.setGlobalMeterProvider(meters);
  const switches = new Switches();
  for (const name of values.on.split(',').filter(Boolean)) {
    switches.turn(switchNames.find((each) => each === name) ?? complain(`there is no switch ${name}`), true);
  }
  const shelf = stockShelf();
  const crew = await Crew.start(shelf, switches, undelivered, (error) => {
    process.stderr.write(`a thread failed: ${String(error.stack ?? error)}\n`);
    process.exit(1);
  });
  const sections = readShelf(shelf).map(({ section }) => section);
  const asked = questions(sections);
  const demand =
    rate === null ? new Backlog(asked, 20) : new Arrivals(asked, rate, values.burst, wallClock());
  const hub = new Hub(crew, demand, cores);
  weedShelf(shelf, sections);
  const control = new Control(switches, hub.counts, undelivered);
  const port = await control.open(numberOf('control-port', values['control-port'], 0));
  process.stdout.write(`control http://127.0.0.1:${String(port)}\n`);
  hub.start();

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await hub.stop();
    control.close();
    const sent = Promise.all([crew.stop(), traces.shutdown(), meters.shutdown()]).then(() => true);
    const late = new Promise<false>((resolve) => setTimeout(resolve, flushWithinMs, false));
    if (!(await Promise.race([sent, late]).catch(() => false)))
      process.stderr.write('the last telemetry could not be sent\n');
    rmSync(shelf, { recursive: true, force: true });
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  if (values['exit-with-parent']) process.stdin.on('end', () => void stop()).resume();
}

const [command = 'run', ...rest] = positionals;
if (values.help) process.stdout.write(usage);
else if (command === 'run') await run();
else if (command === 'switch') await turnSwitch(rest[0], rest[1]);
else complain(`there is no command ${command}`);
