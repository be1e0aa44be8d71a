import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newChannel } from '@hubscope/core/wire';
import { Receiver } from './testing/receiver.js';
import { happening, Scene, until } from './testing/scene.js';

let receiver: Receiver;

beforeEach(async () => {
  receiver = await new Receiver().open();
});

afterEach(() => receiver.close());

function hook(more: object = {}): object {
  const url = `http://127.0.0.1:${String(receiver.port)}/`;
  return { type: 'webhook', name: 'hook', url, allow_internal: true, ...more };
}

function answering(status: number): void {
  receiver.answer = (_request, response) => {
    response.writeHead(status).end('answer');
  };
}

describe('channels by API', () => {
  const secretive = {
    type: 'webhook',
    name: 'mine',
    url: 'https://example.org/',
    secret: 'very secret',
  } as const;

  it('are there after a restart, and show of a secret only that it is there', async () => {
    const scene = new Scene({ channels: [hook()] });
    const made = await scene.notifier.create(newChannel.parse(secretive));
    expect(made).toMatchObject({
      source: 'api',
      name: 'mine',
      secret: { stored: true },
      url: 'https://example.org/',
    });
    expect(JSON.stringify(scene.notifier.list())).not.toContain('very secret');
    const again = new Scene({ channels: [hook()], records: scene.records });
    await again.notifier.restore();
    expect(again.notifier.list().map(({ name, source }) => [name, source])).toEqual([
      ['hook', 'file'],
      ['mine', 'api'],
    ]);
    await again.notifier.remove(made.id);
    expect(scene.records.count('channels')).toBe(0);
    expect(() => again.notifier.find(made.id)).toThrow('No channel');
  });

  it('tell of an authorization only that it is there', async () => {
    const { notifier } = new Scene({ channels: [hook({ authorization: 'env:HOOK_TOKEN' })] });
    const value = 'Bearer very secret';
    const made = await notifier.create(newChannel.parse({ ...secretive, authorization: value }));
    expect(made).toMatchObject({ authorization: { stored: true } });
    expect(notifier.find('hook')).toMatchObject({ authorization: 'env:HOOK_TOKEN' });
    expect(JSON.stringify(notifier.list())).not.toContain(value);
  });

  it('keep a stored secret through a change, unless it would be sent somewhere else', async () => {
    const { notifier, records } = new Scene({ channels: [] });
    const { id } = await notifier.create(newChannel.parse(secretive));
    const kept = { ...secretive, secret: { stored: true } };
    await notifier.replace(id, newChannel.parse({ ...kept, hub: 'shop' }));
    expect([...records.kept.values()].join()).toContain('very secret');
    await expect(
      notifier.replace(id, newChannel.parse({ ...kept, url: 'https://evil.example/' })),
    ).rejects.toThrow('give it again');
  });

  it.each([
    ['an internal address', { url: 'http://169.254.169.254/latest/meta-data' }, 'internal_address'],
    ['this machine by name', { url: 'http://localhost/' }, 'internal_address'],
    ['a variable that is none of theirs', { secret: 'env:AWS_SECRET_ACCESS_KEY' }, 'invalid_request'],
    ['a file that is none of theirs', { secret: 'file:/run/secrets/../../etc/passwd' }, 'invalid_request'],
    ['a name that is taken', { name: 'hook' }, 'name_taken'],
    ['a stored value that is not there', { secret: { stored: true } }, 'invalid_request'],
  ])('are refused with %s', async (_, more, code) => {
    const { notifier } = new Scene({ channels: [hook()] });
    await expect(notifier.create(newChannel.parse({ ...secretive, ...more }))).rejects.toMatchObject({
      code,
    });
  });

  it('are read-only where the configuration has them', async () => {
    const { notifier } = new Scene({ channels: [hook()] });
    await expect(notifier.replace('hook', newChannel.parse(secretive))).rejects.toMatchObject({
      code: 'read_only_channel',
    });
    await expect(notifier.remove('hook')).rejects.toMatchObject({ code: 'read_only_channel' });
  });

  it('are not there where they could not be written', async () => {
    const { notifier, records } = new Scene({ channels: [] });
    records.failures = 1;
    await expect(notifier.create(newChannel.parse(secretive))).rejects.toThrow('the disk is full');
    expect(notifier.list()).toEqual([]);
  });

  it('send what waits by their new settings', async () => {
    answering(500);
    const scene = new Scene({ channels: [] });
    const { id } = await scene.notifier.create(newChannel.parse(hook({ name: 'mine' })));
    await scene.tell(happening());
    await scene.timers.advance(300);
    await until(() => scene.notifier.find(id).state.failing === 1);
    answering(200);
    await scene.notifier.replace(id, newChannel.parse(hook({ name: 'mine', format: 'discord' })));
    await scene.timers.advance(300);
    await until(() => scene.told.length === 1);
    expect(receiver.bodies<{ username?: string }>()[1]?.username).toBe('Hubscope');
  });

  it('answer a test with the very words of the other side', async () => {
    receiver.answer = (_request, response) => {
      response.writeHead(418).end('I am a teapot');
    };
    const { notifier } = new Scene({ channels: [hook()] });
    expect(await notifier.test('hook')).toMatchObject({ ok: false, status: 418, said: 'I am a teapot' });
    expect(receiver.bodies()).toMatchObject([
      { test: true, title: 'Test of this channel. Info: Test on hubscope' },
    ]);
    expect(notifier.deliveries('hook')).toEqual([]);
  });
});
