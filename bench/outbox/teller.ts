/**
 * The stages that tell people, in a process that may be killed at any moment: `teller.js FOLDER URL LIFE`. It says `written [ids]` for events
 * that are on disk, each batch a few incidents that fire and then resolve; LIFE 0 makes no events and ends when all are told.
 */
import { hubId, type Point, type Reading } from '@hubscope/core/signal';
import { millis, second, type Clock } from '@hubscope/core/time';
import { config, configuredChannel, notificationSettings, rule } from '@hubscope/core/wire';
import {
  DuckStore,
  finish,
  Judge,
  Notifier,
  signalTables,
  systemResolve,
  systemTimers,
} from '@hubscope/server/stages';
import { pause } from '../harness/eventually.js';

const [folder = '', url = '', written = '0'] = process.argv.slice(2);
const life = Number(written);
/** Incidents of one batch. */
const together = 3;
const betweenMs = 25;
const clock: Clock = { now: () => millis(Date.now()) };
const { table, added: signals } = signalTables(config.parse({}));
const memory = table.get('memory');

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

const log = {
  error: (message: string, context: object): void => {
    process.stderr.write(`${message} ${JSON.stringify(context)}\n`);
  },
};

const store = await DuckStore.open({
  folder,
  clock,
  table,
  signals,
  say: (sentence) => {
    process.stderr.write(`${sentence}\n`);
  },
});
const notifier = new Notifier({
  world: { clock, env: {}, resolve: systemResolve },
  records: store.records,
  timers: systemTimers,
  random: Math.random,
  channels: [
    configuredChannel.parse({
      type: 'webhook',
      name: 'bench',
      url,
      allow_internal: true,
      rate_limit: { messages: 10_000, per: 1 },
    }),
  ],
  routes: [],
  settings: notificationSettings.parse({ wait: 0.02, interval: 0.02 }),
  log,
  told: () => undefined,
});
const judge = new Judge({
  clock,
  table,
  records: store.records,
  past: { history: () => Promise.resolve([]) },
  rules: [
    rule.parse({
      name: 'Much memory',
      signal: 'memory',
      condition: 'above',
      threshold: 100,
      for: 0,
      keep_firing_for: 0,
      cooldown: 0,
      approach: 1,
      component: '*',
    }),
  ],
  notifications: (event) => notifier.notifications(event),
  committed: (changes) => {
    notifier.committed(changes);
    const events = changes.filter(({ collection, value }) => collection === 'outbox' && value !== null);
    if (events.length > 0) say(`written ${JSON.stringify(events.map(({ id }) => id.replace(/^.*~/, '')))}`);
  },
  changed: () => undefined,
  log,
});
await notifier.restore();
await judge.restore();
notifier.start();

const hub = hubId('bench');

function pointOf(component: string | null, which: number, value: number): Point {
  const readings = table.signals.map((): Reading | null => null);
  readings[memory.index] = { fold: 'sum', value, seconds: 1 };
  return { hub, component, second: second(which), readings };
}

function close(which: number, names: readonly string[], value: number): void {
  const judged = judge.second({
    hub,
    second: second(which),
    point: pointOf(null, which, 1),
    components: names.map((name) => pointOf(name, which, value)),
    amended: false,
    lagMs: 0,
  });
  finish(judged);
}

if (life === 0) {
  while (notifier.stats().waiting > 0) await pause(betweenMs);
  await notifier.stop();
  await judge.stop();
  await store.close();
} else {
  // Seconds of its own: no life tells of one that another has told of.
  let which = Math.floor(clock.now() / 1000) - 10_000_000 + life * 1000;
  for (let batch = 0; ; batch += 1) {
    const names = Array.from({ length: together }, (_, n) => `agent:${[life, batch, n].join('.')}`);
    close(which, names, 200);
    await pause(betweenMs);
    close(which + 1, names, 1);
    await pause(betweenMs);
    which += 2;
  }
}
