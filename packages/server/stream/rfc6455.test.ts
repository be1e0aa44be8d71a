import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { House } from './testing/house.js';
import { frameOf, RawClient, type Frame } from './testing/raw.js';

/** Opcodes of RFC 6455, section 5.2. */
const [more, text, bytes, close, ping, pong] = [0, 1, 2, 8, 9, 10] as const;
const askPing = '{"action":"ping"}';

let house: House;
let client: RawClient;

beforeEach(async () => {
  house = await new House().open();
  client = new RawClient(house.port);
});
afterEach(async () => {
  client.socket.destroy();
  await house.close();
});

function send(...frames: Frame[]): void {
  client.write(Buffer.concat(frames.map(frameOf)));
}

/** Whether the server answers what it was asked. */
async function answered(word = '"pong"'): Promise<boolean> {
  return (await client.frame(({ payload }) => payload.toString().includes(word))) !== null;
}

const codeOf = (code: number, reason: Buffer | string = ''): Buffer => {
  return Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]);
};

describe('the opening handshake (section 4.2)', () => {
  it('is granted with the key’s answer, and agrees to no compression', async () => {
    const offer = { 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' };
    const head = await client.upgrade({ ...offer, 'sec-websocket-protocol': 'chat, hubscope.v1' });
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head.toLowerCase()).toContain('sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=');
    expect(head.toLowerCase()).toContain('sec-websocket-protocol: hubscope.v1\r\n');
    expect(head.toLowerCase()).not.toContain('extensions');
  });

  it.each<[string, Record<string, string | null>, string, RegExp]>([
    ['no key', { 'sec-websocket-key': null }, 'GET /ws HTTP/1.1', /^HTTP\/1\.1 400 /],
    ['a key that is none', { 'sec-websocket-key': 'short' }, 'GET /ws HTTP/1.1', /^HTTP\/1\.1 400 /],
    ['another version', { 'sec-websocket-version': '7' }, 'GET /ws HTTP/1.1', /^HTTP\/1\.1 4(?:00|26) /],
    ['another method', {}, 'POST /ws HTTP/1.1', /^HTTP\/1\.1 405 /],
    ['another upgrade', { upgrade: 'h2c' }, 'GET /ws HTTP/1.1', /^HTTP\/1\.1 400 /],
    [
      'a subprotocol that is no token',
      { 'sec-websocket-protocol': 'a b' },
      'GET /ws HTTP/1.1',
      /^HTTP\/1\.1 400 /,
    ],
  ])('with %s is refused, and the connection closed', async (_, headers, line, status) => {
    expect(await client.upgrade(headers, line)).toMatch(status);
    await client.ended();
    expect(house.stream.viewers()).toBe(0);
  });
});

describe('a frame that must not be', () => {
  const long = 'x'.repeat(126);
  it.each<[string, Frame[], number]>([
    ['is not masked (5.1)', [{ opcode: text, payload: askPing, masked: false }], 1002],
    ['has the first reserved bit (5.2)', [{ opcode: text, payload: askPing, reserved: 0x40 }], 1002],
    ['has the second reserved bit', [{ opcode: text, payload: askPing, reserved: 0x20 }], 1002],
    ['has the third reserved bit', [{ opcode: text, payload: askPing, reserved: 0x10 }], 1002],
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Frame[], number] => [
      `has the reserved opcode ${String(opcode)}`,
      [{ opcode }],
      1002,
    ]),
    ['is a control frame in parts (5.5)', [{ opcode: ping, fin: false }], 1002],
    ['is a close in parts', [{ opcode: close, fin: false }], 1002],
    ['is a control frame of 126 bytes', [{ opcode: ping, payload: long }], 1002],
    ['goes on with what never began (5.4)', [{ opcode: more, payload: askPing }], 1002],
    [
      'begins a message within another',
      [
        { opcode: text, payload: '{"act', fin: false },
        { opcode: text, payload: askPing },
      ],
      1002,
    ],
    ['says 2^63 bytes', [{ opcode: text, length: 2n ** 63n }], 1009],
    ['says 100 MB', [{ opcode: bytes, length: 100_000_000n }], 1009],
    ['is text in broken UTF-8 (8.1)', [{ opcode: text, payload: Buffer.from([0xc3, 0x28]) }], 1007],
    ['is text with half a surrogate', [{ opcode: text, payload: Buffer.from([0xed, 0xa0, 0x80]) }], 1007],
    ['is text in too long a form', [{ opcode: text, payload: Buffer.from([0xc0, 0xaf]) }], 1007],
    [
      'makes parts whose whole is broken UTF-8',
      [
        { opcode: text, payload: Buffer.from([0xe2, 0x82]), fin: false },
        { opcode: more, payload: '(' },
      ],
      1007,
    ],
    ['closes with one byte (5.5.1)', [{ opcode: close, payload: 'x' }], 1002],
    [
      'closes with a reason in broken UTF-8',
      [{ opcode: close, payload: codeOf(1000, Buffer.from([0xff])) }],
      1007,
    ],
    ...[0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535].map((code): [string, Frame[], number] => [
      `closes with the code ${String(code)} (7.4)`,
      [{ opcode: close, payload: codeOf(code) }],
      1002,
    ]),
  ])('that %s closes its connection, and no other', async (_, frames, code) => {
    const other = await house.plain();
    await client.upgrade();
    send(...frames);
    expect(await client.closed()).toBe(code);
    await client.ended();
    await other.settled();
    other.send(askPing);
    await other.until((received) => JSON.stringify(received).includes('"pong"'));
    expect(house.stream.viewers()).toBe(1);
  });
});

describe('parts of a message (section 5.4)', () => {
  it('are one message, with control frames between them, also byte by byte', async () => {
    await client.upgrade();
    const parts = Array.from(askPing, (letter, at) => ({
      opcode: at === 0 ? text : more,
      payload: letter,
      fin: at === askPing.length - 1,
    }));
    const between = { opcode: ping, payload: 'between' };
    const all = parts.flatMap((part, at) => (at === 3 ? [between, part] : [part]));
    for (const byte of Buffer.concat(all.map(frameOf))) client.write(Buffer.from([byte]));
    const echoed = await client.frame(({ opcode }) => opcode === pong);
    expect(echoed?.payload.toString()).toBe('between');
    expect(await answered()).toBe(true);
  });

  it('may be empty, and cut a letter in two', async () => {
    await client.upgrade();
    const [first, rest] = [
      Buffer.from('{"action":"\u20ac"}').subarray(0, 12),
      Buffer.from('{"action":"\u20ac"}').subarray(12),
    ];
    send(
      { opcode: text, fin: false },
      { opcode: more, payload: first, fin: false },
      { opcode: more, fin: false },
      { opcode: more, payload: rest },
    );
    expect(await answered('unknown_action')).toBe(true);
  });

  it('are counted together against the limit', async () => {
    await client.upgrade();
    const part = 'x'.repeat(60_000);
    send({ opcode: text, payload: part, fin: false });
    for (let n = 0; n < 20; n += 1) send({ opcode: more, payload: part, fin: false });
    expect(await client.closed()).toBe(1009);
    await client.ended();
  });

  it('without number and without a byte end at a bound', async () => {
    await client.upgrade();
    send({ opcode: text, fin: false });
    const empty = Buffer.concat(Array.from({ length: 20_000 }, () => frameOf({ opcode: more, fin: false })));
    client.write(empty);
    expect(await client.closed()).toBe(1008);
    await client.ended();
  });
});

describe('control frames (section 5.5)', () => {
  it.each(['', 'x', 'x'.repeat(125)])('a ping is answered with what it held', async (payload) => {
    await client.upgrade();
    send({ opcode: ping, payload });
    expect((await client.frame(({ opcode }) => opcode === pong))?.payload.toString()).toBe(payload);
  });

  it('a pong that nobody asked for is nothing', async () => {
    await client.upgrade();
    send({ opcode: pong, payload: 'x' }, { opcode: text, payload: askPing });
    expect(await answered()).toBe(true);
  });

  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999])(
    'a close with %i is answered with the same code, and what comes after it is not read',
    async (code) => {
      await client.upgrade();
      send({ opcode: close, payload: codeOf(code, 'bye') }, { opcode: text, payload: askPing });
      expect(await client.closed()).toBe(code);
      await client.ended();
      expect(client.text).not.toContain('pong');
    },
  );

  it('a close without a code is answered without one', async () => {
    await client.upgrade();
    send({ opcode: close });
    expect(await client.closed()).toBe(1005);
    await client.ended();
  });
});

it('bytes that come right behind the handshake are read', async () => {
  const asked = client.upgrade();
  client.write(frameOf({ opcode: text, payload: askPing }));
  expect(await asked).toMatch(/ 101 /);
  expect(await answered()).toBe(true);
});
