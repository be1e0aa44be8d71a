import { openGrant } from '@hubscope/core/access/testing';
import fc from 'fast-check';
import protobuf from 'protobufjs/minimal.js';
import { expect, it } from 'vitest';
import { WatchedIntake } from './testing/intake.js';

interface Point {
  readonly attributes: readonly (readonly [key: string, value: string])[];
  /** Where in a point its attributes stand: before all else, behind it, or on both sides of it. */
  readonly order: 'first' | 'last' | 'split';
}

const time = '1700000000000000000';

type Part = (to: protobuf.Writer) => protobuf.Writer;

function message(field: number, ...parts: readonly Part[]): Part {
  return (to) => {
    to.uint32(field * 8 + 2).fork();
    for (const part of parts) part(to);
    return to.ldelim();
  };
}

const text =
  (field: number, value: string): Part =>
  (to) =>
    to.uint32(field * 8 + 2).string(value);

function pointBytes({ attributes, order }: Point, value: number): Part {
  const pairs = attributes.map(([key, each]) => message(7, text(1, key), message(2, text(1, each))));
  const numbers: Part = (to) => to.uint32(25).fixed64(protobufTime()).uint32(33).double(value);
  const split = { first: pairs.length, last: 0, split: pairs.length >> 1 }[order];
  return message(1, ...pairs.slice(0, split), numbers, ...pairs.slice(split));
}

function protobufTime(): { low: number; high: number; unsigned: boolean } {
  const nanoseconds = BigInt(time);
  return { low: Number(nanoseconds & 0xffffffffn), high: Number(nanoseconds >> 32n), unsigned: true };
}

function asProtobuf(points: readonly Point[]): Buffer {
  const metric = message(2, text(1, 'queue_depth'), message(5, ...points.map(pointBytes)));
  return Buffer.from(message(1, message(2, metric))(protobuf.Writer.create()).finish());
}

function asJson(points: readonly Point[]): Buffer {
  const dataPoints = points.map(({ attributes }, asDouble) => ({
    attributes: attributes.map(([key, stringValue]) => ({ key, value: { stringValue } })),
    timeUnixNano: time,
    asDouble,
  }));
  const metrics = [{ name: 'queue_depth', gauge: { dataPoints } }];
  return Buffer.from(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }));
}

async function taken(into: WatchedIntake, encoding: 'json' | 'protobuf', bytes: Buffer): Promise<string[]> {
  const before = into.taken.length;
  await into.intake.handle({
    signal: 'metrics',
    encoding,
    packed: bytes.length,
    peer: 'test',
    grant: openGrant,
    body: () => bytes,
    raw: null,
  });
  return into.taken
    .slice(before)
    .map((each) =>
      each.type === 'metric' && each.value.form === 'gauge'
        ? `${each.series} ${String(each.value.value)}`
        : '',
    );
}

it('tells each series from those that begin as it does, whichever came before it', async () => {
  const pair = fc.tuple(fc.constantFrom('a', 'b', 'aa'), fc.constantFrom('x', 'y', 'xx', ''));
  const point = fc.record({
    attributes: fc.uniqueArray(pair, { maxLength: 3, selector: ([key]) => key }),
    order: fc.constantFrom('first', 'last', 'split'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(point, { maxLength: 6 }), { maxLength: 8 }), async (requests) => {
      const [read, expected] = [new WatchedIntake(), new WatchedIntake()];
      // Each is sent twice, so that what is known of the first is met in the second.
      for (const points of [...requests, ...requests]) {
        expect(await taken(read, 'protobuf', asProtobuf(points))).toEqual(
          await taken(expected, 'json', asJson(points)),
        );
      }
    }),
  );
});
