import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Bidi } from './bidi.js';
import type { Driven } from './driven.js';
import { endOf } from './end-of.js';

/** Firefox by WebDriver BiDi, which it speaks itself. */
export async function openFirefox(): Promise<Driven> {
  const profile = mkdtempSync(join(tmpdir(), 'hubscope-firefox-'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(process.env['FIREFOX_PATH'] ?? 'firefox-esr', args, {
    env: { ...process.env, HOME: profile, MOZ_HEADLESS_WIDTH: '1440', MOZ_HEADLESS_HEIGHT: '900' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: what is on the path may be a script that starts the browser.
    detached: true,
  });
  const address = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
      if (found?.[1] !== undefined) resolve(found[1]);
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error('Firefox ended'));
    });
  });
  const bidi = await Bidi.connect(await address);
  const { contexts } = (await bidi.send('browsingContext.getTree', {})) as {
    contexts: readonly { context: string }[];
  };
  const context = contexts[0]?.context ?? '';

  /** The result of an expression as BiDi tells of it. */
  const run = async (expression: string): Promise<{ value?: unknown; sharedId?: string }> => {
    const target = { context };
    const answer = await bidi.send('script.evaluate', { expression, target, awaitPromise: true });
    const { type, result, exceptionDetails } = answer as {
      type: string;
      result?: { value?: unknown; sharedId?: string };
      exceptionDetails?: { text: string };
    };
    if (type === 'exception') throw new Error(exceptionDetails?.text);
    return result ?? {};
  };
  return {
    open: async (url) => {
      await bidi.send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate: async (expression) =>
      JSON.parse(String((await run(`JSON.stringify(${expression})`)).value)) as unknown,
    press: async (selector) => {
      const { sharedId } = await run(`document.querySelector(${JSON.stringify(selector)})`);
      if (sharedId === undefined) throw new Error(`no ${selector}`);
      const origin = { type: 'element', element: { sharedId } };
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ];
      await bidi.send('input.performActions', {
        context,
        actions: [{ type: 'pointer', id: 'mouse', actions }],
      });
    },
    close: async () => {
      const ended = once(child, 'exit');
      await bidi.send('browser.close', {}).catch(() => null);
      bidi.close();
      await endOf(child, ended);
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
