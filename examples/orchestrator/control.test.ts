import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Control } from './control.js';
import { Counts } from './counts.js';
import { Switches } from './switches.js';

let control: Control;
let url: string;
let switches: Switches;

beforeEach(async () => {
  switches = new Switches();
  control = new Control(switches, new Counts());
  url = `http://127.0.0.1:${String(await control.open(0))}`;
});
afterEach(() => {
  control.close();
});

const post = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/switches`, { method: 'POST', body, headers });

describe('the control port', () => {
  it('turns switches and says how they are', async () => {
    const answer = await post('{"cache":true}');
    expect(await answer.json()).toEqual({
      cache: true,
      batching: false,
      balancing: false,
      transfer: false,
    });
    expect(switches.on('cache')).toBe(true);
  });

  it.each([
    ['an unknown switch', '{"warp":true}', 400],
    ['a switch that is neither on nor off', '{"cache":1}', 400],
    ['text that is no JSON', 'on', 400],
    ['a body over the limit', `{"cache":${' '.repeat(2000)}true}`, 413],
  ])('refuses %s and turns nothing', async (_, body, status) => {
    expect((await post(body)).status).toBe(status);
    expect(Object.values(switches.all())).not.toContain(true);
  });

  it('takes nothing from a page', async () => {
    expect((await post('{"cache":true}', { origin: 'http://example.org' })).status).toBe(400);
    expect(switches.on('cache')).toBe(false);
  });

  it('goes on after a client that leaves in the middle of its body', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /switches HTTP/1.1\r\nhost: here\r\ncontent-length: 500\r\n\r\n{"ca');
    // An answered request on a second connection shows that the first one's bytes have been read.
    await fetch(`${url}/healthz`);
    socket.destroy();
    await once(socket, 'close');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('knows its addresses', async () => {
    expect((await fetch(`${url}/counts`)).status).toBe(200);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });
});
