import { openGrant } from '@hubscope/core/access/testing';
import { expect, it } from 'vitest';
import { JsonReader } from './json.js';
import { jsonRequests } from './json-messages.js';
import { WatchedIntake } from './testing/intake.js';
import { attributesOf } from './testing/request.js';

const timeUnixNano = '1700000000000000000';

function protobufOf(signal: 'metrics' | 'logs', request: object): Buffer {
  return Buffer.from(new JsonReader().protobuf(Buffer.from(JSON.stringify(request)), jsonRequests[signal]));
}

async function handled(signal: 'metrics' | 'logs', body: Buffer): Promise<WatchedIntake> {
  const watched = new WatchedIntake();
  const request = {
    signal,
    encoding: 'protobuf',
    packed: body.length,
    peer: 'test',
    grant: openGrant,
  } as const;
  await watched.intake.handle({ ...request, body: () => body, raw: null }).catch(() => undefined);
  return watched;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
  return Buffer.from([...bytes, left]);
}

/** A message of bytes within fields of others, the innermost first. */
function within(fields: readonly number[], bytes: Buffer): Buffer {
  return fields.reduce(
    (inner, field) => Buffer.concat([Buffer.from([field * 8 + 2]), varint(inner.length), inner]),
    bytes,
  );
}

const record = { timeUnixNano, eventName: 'deployment', body: { stringValue: 'release 7' } };
const resource = { attributes: attributesOf({ 'service.name': 'shop' }) };

it('log records are handed on as they are read: those before a fault are counted, whose resource stands behind them too', async () => {
  const resourceLogs = [{ scopeLogs: [{ logRecords: [record, { timeUnixNano }] }], resource }];
  const body = protobufOf('logs', { resourceLogs });
  const whole = await handled('logs', body);
  expect(whole.taken).toMatchObject([{ type: 'marker', hub: 'shop', name: 'release 7' }]);
  expect(whole.drops).toEqual(['shop log 1']);
  const broken = await handled('logs', Buffer.concat([body, Buffer.from([10, 127])]));
  expect([broken.taken.length, broken.drops]).toEqual([1, ['shop log 1']]);
});

const named = (name: string): Buffer => within([1], Buffer.from(name));

it('points of histograms are handed on as they are read: those before a fault are counted', async () => {
  const nanoseconds = Buffer.alloc(8);
  nanoseconds.writeBigUInt64LE(BigInt(timeUnixNano));
  // Its time, a bound, and two counts.
  const rest = Buffer.from([57, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 50, 16, 1, ...Array<number>(15).fill(0)]);
  const point = Buffer.concat([Buffer.from([25]), nanoseconds, rest]);
  const request = (...points: Buffer[]): Buffer => {
    const data = Buffer.concat([...points.map((each) => within([1], each)), Buffer.from([16, 1])]);
    return within([2, 2, 1], Buffer.concat([named('http.server.request.duration'), within([9], data)]));
  };
  expect((await handled('metrics', request(point, point))).taken).toHaveLength(2);
  const broken = Buffer.from([50, 127]);
  expect((await handled('metrics', request(point, broken, point))).taken).toHaveLength(1);
});

/** A mebibyte of items of two bytes each. */
const empties = (field: number): Buffer => {
  const bytes = Buffer.alloc(2 ** 20);
  for (let at = 0; at < bytes.length; at += 2) bytes[at] = field * 8 + 2;
  return bytes;
};
it.each([
  ['log records', 'logs', within([2, 1], empties(2)), 'default log 524288'],
  ['unmapped histograms', 'metrics', within([2, 2, 1], within([9], empties(1))), 'default unmapped 524288'],
  [
    'unmapped points of any kind',
    'metrics',
    within([2, 2, 1], Buffer.concat([within([5], empties(1)), within([10], empties(1))])),
    'default unmapped 1048576',
  ],
  [
    'histograms',
    'metrics',
    within([2, 2, 1], Buffer.concat([named('http.server.request.duration'), within([9], empties(1))])),
    'default bad_number 524288',
  ],
] as const)('%s of two bytes each are counted, and none is kept', async (_, signal, body, drop) => {
  const before = process.memoryUsage().heapUsed;
  const watched = await handled(signal, body);
  expect(watched.drops).toEqual([drop]);
  // An object for each of them would be 100 MB and more until the last is read.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(150e6);
});

it('losses of more hubs than there can be are counted under none', async () => {
  const resourceLogs = Array.from({ length: 1500 }, (_, at) => ({
    resource: { attributes: attributesOf({ 'service.name': `hub-${String(at)}` }) },
    scopeLogs: [{ logRecords: [{ timeUnixNano }] }],
  }));
  const { drops } = await handled('logs', protobufOf('logs', { resourceLogs }));
  expect(drops).toHaveLength(1001);
  expect([drops[0], drops[1000]]).toEqual(['hub-0 log 1', 'null log 500']);
});

it('more attributes than anybody sends are left out', async () => {
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${String(at)}`, at]));
  const attributes = attributesOf({ 'service.name': 'shop', ...many });
  const body = protobufOf('logs', {
    resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: [record] }] }],
  });
  expect((await handled('logs', body)).taken).toMatchObject([{ hub: 'shop' }]);
});
