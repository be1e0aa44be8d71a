import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChannelSettings } from '@hubscope/core/wire';
import { Receiver } from '../testing/receiver.js';
import { happening, local } from '../testing/scene.js';
import { message, send } from '../testing/try.js';

let slack: Receiver;
const env = { TOKEN: 'xoxb-very-secret', HOOK: '' };

interface Body {
  readonly channel?: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly blocks: { readonly type: string; readonly text?: { readonly text: string } }[];
}

beforeEach(async () => {
  slack = await new Receiver().open();
  slack.answer = (_request, response) => {
    response.end(JSON.stringify({ ok: true, ts: '1700000000.000100' }));
  };
  env.HOOK = `http://127.0.0.1:${String(slack.port)}/services/T0/B0/very-secret`;
});

afterEach(() => slack.close());

function bot(): ChannelSettings {
  const api_url = `http://127.0.0.1:${String(slack.port)}/api`;
  return local({ type: 'slack', bot_token: 'env:TOKEN', channel: 'C1', api_url });
}

describe('Slack', () => {
  it('posts blocks by a bot, and what follows into the thread of the first', async () => {
    const first = await send(bot(), message(), env);
    expect(first).toMatchObject({ ok: true, thread: '1700000000.000100' });
    await send(bot(), { ...message(happening({ kind: 'resolved' })), thread: '1700000000.000100' }, env);
    expect(slack.got.map(({ path }) => path)).toEqual(['/api/chat.postMessage', '/api/chat.postMessage']);
    expect(slack.got[0]?.headers.authorization).toBe('Bearer xoxb-very-secret');
    const [fired, resolved] = slack.bodies<Body>();
    expect(fired?.channel).toBe('C1');
    expect(fired?.thread_ts).toBeUndefined();
    expect(fired?.blocks[0]?.text?.text).toBe(':red_circle: Critical: High Latency on shop');
    expect(resolved?.thread_ts).toBe('1700000000.000100');
    expect(resolved?.blocks[0]?.text?.text).toBe(':large_green_circle: Resolved: High Latency on shop');
  });

  it.each([
    ['acknowledged', 'Ann', 'on it', 'acknowledged by Ann: on it'],
    ['acknowledged', null, null, 'acknowledged'],
    ['unacknowledged', null, null, 'no longer acknowledged'],
  ] as const)('says in the thread that it is %s by %s, %s', async (update, by, note, words) => {
    const { incident, ...event } = happening({ kind: 'updated' });
    const updated = { ...event, update, incident: { ...incident, acknowledged_by: by, note } };
    await send(bot(), { ...message(updated), thread: '1' }, env);
    const [said] = slack.bodies<Body>();
    expect(said?.thread_ts).toBe('1');
    expect(said?.blocks[1]?.text?.text).toContain(words);
  });

  it('posts to an incoming webhook where there is no bot, without threads', async () => {
    slack.answer = (_request, response) => {
      response.end('ok');
    };
    const answer = await send(local({ type: 'slack', webhook: 'env:HOOK' }), message(), env);
    expect(answer).toMatchObject({ ok: true, said: 'ok', thread: null });
    expect(slack.got[0]?.path).toBe('/services/T0/B0/very-secret');
  });

  it.each([
    ['tries again', 'channel_not_found', true],
    ['does not try again', 'invalid_blocks', false],
  ])('%s where Slack says %s with status 200', async (_, error, again) => {
    slack.answer = (_request, response) => {
      response.end(JSON.stringify({ ok: false, error }));
    };
    expect(await send(bot(), message(), env)).toMatchObject({ ok: false, again });
  });

  it('lets text from outside call nobody', async () => {
    await send(bot(), message(happening({ message: '<!channel> & <https://evil.example|here>' })), env);
    expect(slack.bodies<Body>()[0]?.text).toContain(
      '&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;',
    );
  });

  it('shows some of a thousand and counts the rest, within what Slack takes', async () => {
    const many = Array.from({ length: 1000 }, (_, index) =>
      happening({ incident: `i${String(index)}`, message: 'long '.repeat(200) }),
    );
    await send(bot(), message(...many), env);
    const { blocks, text } = slack.bodies<Body>()[0] ?? { blocks: [], text: '' };
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(blocks.at(-2)?.text?.text).toBe('and 980 more');
    expect(Math.max(...blocks.map((block) => block.text?.text.length ?? 0), text.length)).toBeLessThanOrEqual(
      3000,
    );
  });

  it('tells the address of an incoming webhook to nobody', async () => {
    const address = env.HOOK;
    await slack.close();
    const answer = await send(local({ type: 'slack', webhook: 'env:HOOK' }), message(), env);
    expect(answer.ok).toBe(false);
    expect(answer.said).not.toContain(address);
    slack = await new Receiver().open();
  });
});
