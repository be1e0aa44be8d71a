/*
 * Asks at a steady pace, whether the requests before are answered or not: `steady-requests.js URL REQUESTS_A_SECOND SECONDS [BODY]`. With a
 * body it posts that, else it gets. Each ten of them come from another address, as a trusted proxy says, and `%` in the body is its number. Writes a line of JSON: how many
 * answers there were of each status, and of 0 where there was none.
 */
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

const [, , url = '', rate = '100', seconds = '5', body] = process.argv;
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const perAddress = 10;
const answers: Record<number, number> = {};

const addressOf = (n: number): string => {
  const which = Math.floor(n / perAddress);
  return `198.${String(18 + (which >> 16))}.${String((which >> 8) & 255)}.${String(which & 255)}`;
};

function ask(n: number): Promise<void> {
  const own = body?.replaceAll('%', String(Math.floor(n / perAddress)));
  return new Promise((resolve) => {
    const count = (status: number): void => {
      answers[status] = (answers[status] ?? 0) + 1;
      resolve();
    };
    const asked = request(
      url,
      {
        agent,
        method: own === undefined ? 'GET' : 'POST',
        headers: {
          'x-forwarded-for': addressOf(n),
          ...(own === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': String(own.length) }),
        },
      },
      (answer) => {
        answer.resume().on('end', () => {
          count(answer.statusCode ?? 0);
        });
      },
    );
    asked.on('error', () => {
      count(0);
    });
    asked.end(own);
  });
}

const begun = performance.now();
const under = new Set<Promise<void>>();
for (let n = 0; n < Number(rate) * Number(seconds); n += 1) {
  const due = begun + (n * 1000) / Number(rate);
  if (due > performance.now()) await pause(due - performance.now());
  const asked = ask(n);
  under.add(asked);
  void asked.then(() => under.delete(asked));
}
await Promise.all(under);
process.stdout.write(`${JSON.stringify(answers)}\n`);
process.exit(0);
