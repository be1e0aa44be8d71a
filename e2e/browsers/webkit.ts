import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { eventually } from '../../bench/harness/eventually.js';
import { freePort } from '../../bench/harness/peer.js';
import type { Driven } from './driven.js';
import { endOf } from './end-of.js';

/** How an element stands in the answers of WebDriver (https://www.w3.org/TR/webdriver2/#elements). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf';

/** A screen in memory: WebKitGTK has no mode without one. */
async function screen(): Promise<{ display: string; child: ChildProcess }> {
  const size = ['-screen', '0', '1440x1000x24', '-nolisten', 'tcp'];
  const child = spawn('Xvfb', ['-displayfd', '3', ...size], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const [number] = (await once(child.stdio[3] as Readable, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, child };
}

/** WebKit by its own driver and WebDriver over HTTP. */
export async function openWebkit(): Promise<Driven> {
  const { display, child: xvfb } = await screen();
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${String(port)}`], {
    env: { ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1' },
    stdio: 'ignore',
    detached: true,
  });
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(JSON.stringify(value));
    return value;
  };
  await eventually({ what: 'WebKitWebDriver listens', withinMs: 15_000 }, () => ask('GET', '/status'));
  const made = (await ask('POST', '/session', { capabilities: { alwaysMatch: {} } })) as {
    sessionId: string;
  };
  const session = `/session/${made.sessionId}`;
  await ask('POST', `${session}/window/rect`, { x: 0, y: 0, width: 1440, height: 980 });
  return {
    open: async (url) => {
      await ask('POST', `${session}/url`, { url });
    },
    evaluate: async (expression) => {
      const script = `return JSON.stringify(${expression})`;
      return JSON.parse(
        String(await ask('POST', `${session}/execute/sync`, { script, args: [] })),
      ) as unknown;
    },
    // What is still entering, or is drawn anew, is refused at that moment.
    press: (value) =>
      eventually({ what: `${value} can be pressed`, withinMs: 10_000 }, async () => {
        const found = await ask('POST', `${session}/element`, { using: 'css selector', value });
        const id = (found as Readonly<Record<string, string>>)[elementKey] ?? '';
        await ask('POST', `${session}/element/${id}/click`, {});
        return true;
      }).then(() => undefined),
    close: async () => {
      await ask('DELETE', session).catch(() => null);
      for (const child of [driver, xvfb]) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await endOf(child, ended);
      }
    },
  };
}
