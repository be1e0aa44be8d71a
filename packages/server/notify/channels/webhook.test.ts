import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelSettings } from '@hubscope/core/wire';
import { happening, local } from '../testing/scene.js';
import { certificate, Receiver } from '../testing/receiver.js';
import { message, send } from '../testing/try.js';
import { signatureOf } from './webhook.js';

const open: Receiver[] = [];

async function receiver(...given: ConstructorParameters<typeof Receiver>): Promise<Receiver> {
  const made = await new Receiver(...given).open();
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function hook(to: Receiver, more: object = {}): ChannelSettings {
  return local({ type: 'webhook', url: `http://127.0.0.1:${String(to.port)}/hook`, ...more });
}

describe('a webhook', () => {
  it('signs time and body, so that a receiver with the same secret can check both, over TLS of an own authority', async () => {
    const own = await certificate();
    const to = await receiver(own);
    const settings = local({
      type: 'webhook',
      url: `https://localhost:${String(to.port)}/hook`,
      secret: 'env:HOOK',
      ca: own.cert,
    });
    expect(await send(settings, message(), { HOOK: 'shared' })).toMatchObject({ ok: true, status: 200 });
    const [got] = to.got;
    const id = String(got?.headers['webhook-id']);
    const time = String(got?.headers['webhook-timestamp']);
    const signed = `${id}.${time}.${got?.body ?? ''}`;
    const expected = createHmac('sha256', 'shared').update(signed).digest('base64');
    expect(got?.headers['webhook-signature']).toBe(`v1,${expected}`);
    expect(got?.headers['idempotency-key']).toBe('i1/fired');
    expect(id).toBe('i1/fired');
    expect(Number(time)).toBe(1_700_000_000);
  });

  it('does not talk to a server whose authority it does not know', async () => {
    const to = await receiver(await certificate());
    const settings = local({ type: 'webhook', url: `https://127.0.0.1:${String(to.port)}/` });
    expect(await send(settings)).toMatchObject({ ok: false, again: true });
    expect(to.got).toEqual([]);
  });

  it('has the signature of the standard: the example of its specification', () => {
    const body = '{"test": 2432232314}';
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(signatureOf(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, body)).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('tells an incident in figures and in words', async () => {
    const to = await receiver();
    await send(hook(to));
    expect(to.bodies()).toMatchObject([
      {
        id: 'i1/fired',
        kind: 'fired',
        severity: 'critical',
        hub: 'shop',
        title: 'Critical: High Latency on shop',
        text: '182 ms, above 150 for 5 s',
        link: 'https://hubscope.example/dashboard?hub=shop&incident=i1',
        test: false,
        count: 1,
        events: [{ incident: 'i1', kind: 'fired', value: 182, threshold: 150, rule: 'High Latency' }],
      },
    ]);
  });

  it.each([
    ['takes 200', 200, { ok: true }],
    ['takes 204', 204, { ok: true }],
    ['tries again after 500', 500, { ok: false, again: true }],
    ['tries again after 404: the address may be mended', 404, { ok: false, again: true }],
    ['does not try again what the other side calls malformed', 400, { ok: false, again: false }],
    ['waits as long as 429 asks', 429, { ok: false, again: true, retryAfterMs: 7000 }],
  ])('%s', async (_, status, expected) => {
    const to = await receiver();
    to.answer = (_request, response) => {
      response.writeHead(status, { 'retry-after': '7' }).end();
    };
    expect(await send(hook(to))).toMatchObject({ status, ...expected });
  });

  it('follows no redirect', async () => {
    const elsewhere = await receiver();
    const to = await receiver();
    to.answer = (_request, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${String(elsewhere.port)}/` }).end();
    };
    expect(await send(hook(to))).toMatchObject({ ok: false, again: true, status: 302 });
    expect(elsewhere.got).toEqual([]);
  });

  it('reads a part of an answer of 10 MB and lets go', async () => {
    const to = await receiver();
    to.answer = (_request, response) => {
      response.end('x'.repeat(10_000_000));
    };
    const answer = await send(hook(to));
    expect(answer.ok).toBe(true);
    expect(answer.said).toHaveLength(2000);
  });

  it('waits no longer than it may for one that hangs', async () => {
    const to = await receiver();
    to.answer = () => undefined;
    const answer = await send(hook(to, { timeout: 0.2 }));
    expect(answer).toMatchObject({ ok: false, again: true, said: 'no answer within 0.2 s' });
  });

  it('is refused an internal address unless that is allowed, by number or by name', async () => {
    const to = await receiver();
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '0x7f.1', '2130706433']) {
      const settings = local({
        type: 'webhook',
        url: `http://${host}:${String(to.port)}/`,
        allow_internal: false,
      });
      const answer = await send(settings);
      expect(answer).toMatchObject({ ok: false });
      expect(answer.said).toContain('internal address');
    }
    expect(to.got).toEqual([]);
  });

  it('is refused a name of which one address is internal, whichever comes first', async () => {
    const to = await receiver();
    const settings = local({
      type: 'webhook',
      url: `http://hooks.example:${String(to.port)}/`,
      allow_internal: false,
    });
    const addresses = [
      { address: '93.184.215.14', family: 4 } as const,
      { address: '127.0.0.1', family: 4 } as const,
    ];
    for (const found of [addresses, addresses.toReversed()]) {
      const answer = await send(settings, message(), {}, () => Promise.resolve(found));
      expect(answer).toMatchObject({ ok: false });
      expect(answer.said).toContain('hooks.example is at 127.0.0.1, an internal address');
    }
    expect(to.got).toEqual([]);
  });

  it('goes to the address that was looked at, whatever its name stands for by then', async () => {
    const to = await receiver();
    const asked: string[] = [];
    const settings = hook(to, { url: `http://hooks.example:${String(to.port)}/` });
    // Nobody listens at what it stands for from the second question on.
    const answer = await send(settings, message(), {}, (name) => {
      asked.push(name);
      return Promise.resolve([{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]);
    });
    expect(answer).toMatchObject({ ok: true });
    expect(asked).toEqual(['hooks.example']);
    expect(to.got).toHaveLength(1);
  });

  it('shows no secret that the other side says back', async () => {
    const to = await receiver();
    to.answer = ({ headers }, response) => {
      response.writeHead(500).end(`bad ${String(headers.authorization)}`);
    };
    const answer = await send(hook(to, { authorization: 'env:TOKEN' }), message(), {
      TOKEN: 'Bearer s3cr3t',
    });
    expect(to.got[0]?.headers.authorization).toBe('Bearer s3cr3t');
    expect(answer.said).toBe('bad •••');
  });

  it('names a secret that is not there, and waits for it', async () => {
    const to = await receiver();
    const answer = await send(hook(to, { secret: 'env:NOWHERE' }));
    expect(answer).toMatchObject({ ok: false, again: true });
    expect(answer.said).toContain('env:NOWHERE');
  });
});

describe('a webhook in the form of another service', () => {
  it.each([
    [
      'teams',
      {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              body: [
                { text: 'Critical: High Latency on shop', color: 'attention' },
                { text: '182 ms, above 150 for 5 s' },
                { text: '[Open Hubscope](https://hubscope.example/dashboard?hub=shop&incident=i1)' },
              ],
            },
          },
        ],
      },
    ],
    [
      'discord',
      {
        username: 'Hubscope',
        embeds: [
          {
            title: 'Critical: High Latency on shop',
            description: '182 ms, above 150 for 5 s',
            color: 15548997,
          },
        ],
      },
    ],
    [
      'ntfy',
      {
        topic: 'hook',
        title: 'Critical: High Latency on shop',
        message: '182 ms, above 150 for 5 s',
        priority: 5,
        tags: ['rotating_light'],
      },
    ],
  ])('fills in %s', async (format, expected) => {
    const to = await receiver();
    expect(await send(hook(to, { format }))).toMatchObject({ ok: true });
    expect(to.bodies()).toMatchObject([expected]);
    expect(to.got[0]?.path).toBe(format === 'ntfy' ? '/' : '/hook');
  });

  it('lets text from outside call nobody and hide no link', async () => {
    const to = await receiver();
    const rude = happening({ name: '@everyone [here](https://evil.example)', message: '"},{"x":"<@U1>' });
    await send(hook(to, { format: 'discord' }), message(rude));
    const [body] = to.bodies<{
      allowed_mentions: object;
      embeds: { title: string; description: string }[];
    }>();
    expect(body?.allowed_mentions).toEqual({ parse: [] });
    expect(body?.embeds[0]?.title).toContain(String.raw`\[here\]\(https://evil.example\)`);
  });

  it('fills in a template of the user, in which a lone value keeps its type', async () => {
    const to = await receiver();
    const template = {
      summary: '{{ title }}',
      value: '{{ events[0].value }}',
      names: '{% for event in events %}{{ event.rule }};{% endfor %}',
      fixed: [1, true, null],
    };
    const rude = happening({ name: 'a "quoted" \\ name' });
    await send(hook(to, { template }), message(rude, happening({ incident: 'i2' })));
    expect(to.bodies()).toEqual([
      {
        summary: 'Critical: 2 alerts fire on shop',
        value: 182,
        names: 'a "quoted" \\ name;High Latency;',
        fixed: [1, true, null],
      },
    ]);
  });

  it.each([
    ['reads a file', '{% include "/etc/hostname" %}'],
    ['goes on for ever', '{% for i in (1..100000000) %}{{ i }}{% endfor %}'],
    ['is broken', '{% if %}'],
  ])('sends nothing where the template %s', async (_, template) => {
    const to = await receiver();
    expect(await send(hook(to, { template: { text: template } }))).toMatchObject({ ok: false });
    expect(to.got).toEqual([]);
  });
});
