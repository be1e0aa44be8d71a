/*
 * Asks a server's API what pages and programs ask of it, at a steady pace: `api-requests.js API HUB REQUESTS_A_SECOND`. When its standard
 * input closes it waits for the last answers and writes a line of JSON: how long each took, and how many failed.
 */
import { Agent, get } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const [, , api = '', hub = '', rate = '50'] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
const times: number[] = [];
let failed = 0;

/** A range that ends now, and how it is read. */
const history = (minutes: number, more: string): string => {
  const to = Date.now();
  return `/hubs/${hub}/history?from=${String(to - minutes * 60_000)}&to=${String(to)}&${more}`;
};

/** In turn: the lists, a hub as it is, and the past in the lengths that the dashboard shows. */
const wanted: readonly (() => string)[] = [
  () => '/hubs',
  () => `/hubs/${hub}/snapshot`,
  () => `/hubs/${hub}/components`,
  () => history(5, 'step=1000'),
  () => history(60, 'points=600'),
  () => history(1440, 'points=600'),
  () => `/hubs/${hub}/health`,
  () => `/hubs/${hub}/impact`,
  () => '/alerts',
  () => `/hubs/${hub}/uptime`,
];

function ask(path: string): Promise<void> {
  const began = performance.now();
  return new Promise((resolve) => {
    const asked = get(`${api}/api/v1${path}`, { agent }, (answer) => {
      answer.resume().on('end', () => {
        times.push(Number((performance.now() - began).toFixed(2)));
        if (answer.statusCode !== 200) {
          if (failed === 0) process.stderr.write(`${path}: ${String(answer.statusCode)}\n`);
          failed += 1;
        }
        resolve();
      });
    });
    asked.on('error', (error) => {
      if (failed === 0) process.stderr.write(`${path}: ${error.message}\n`);
      failed += 1;
      resolve();
    });
  });
}

let over = false;
/** The end of standard input says so, while the loop below waits. */
const isOver = (): boolean => over;
process.stdin.resume().on('end', () => {
  over = true;
});
const underWay = new Set<Promise<void>>();
const began = performance.now();
for (let made = 0; ; made += 1) {
  const early = began + (made * 1000) / Number(rate) - performance.now();
  if (early > 0) await pause(early);
  if (isOver()) break;
  const asking = ask(wanted[made % wanted.length]?.() ?? '/hubs').finally(() => underWay.delete(asking));
  underWay.add(asking);
}
await Promise.all(underWay);
process.stdout.write(`${JSON.stringify({ times, failed })}\n`, () => process.exit(0));
