import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { decodeDistribution, encodeDistribution } from '@hubscope/core/distribution';
import type { ComponentKey, HubId, IndexedSignal, Point, Reading, SignalTable } from '@hubscope/core/signal';
import { second, type Second } from '@hubscope/core/time';
import { HubscopeError, type PackedSeries } from '@hubscope/core/wire';

/** Seconds that one packed series covers at most. */
export const packSeconds = 3600;
/** Unpacked values of one signal of one series: an hour of wide histograms stays below. */
const maxUnpacked = 33_554_432;

const pack = promisify(deflateRaw);
const unpack = promisify(inflateRaw);

/*
 * A signal's values over the seconds of a series: sums as one little-endian float64 a second, ratios as two (numerators first, then
 * denominators), NaN where unknown; distributions as a uint32 of length and so many bytes a second, length 0 where unknown.
 */
function encode(
  signal: IndexedSignal,
  from: Second,
  seconds: number,
  points: readonly Point[],
): Buffer | null {
  const readings: (Reading | null)[] = Array.from({ length: seconds }, () => null);
  for (const point of points) readings[point.second - from] = point.readings[signal.index] ?? null;
  if (readings.every((reading) => reading === null)) return null;
  if (signal.fold === 'distribution') {
    return Buffer.concat(
      readings.flatMap((reading) => {
        const bytes =
          reading?.fold === 'distribution' ? encodeDistribution(reading.distribution) : new Uint8Array();
        const length = Buffer.alloc(4);
        length.writeUInt32LE(bytes.length);
        return [length, bytes];
      }),
    );
  }
  const floats = (read: (reading: Reading | null) => number): Buffer => {
    const bytes = Buffer.alloc(8 * seconds);
    readings.forEach((reading, place) => bytes.writeDoubleLE(read(reading), 8 * place));
    return bytes;
  };
  if (signal.fold === 'sum') return floats((reading) => (reading?.fold === 'sum' ? reading.value : NaN));
  if (signal.fold === 'cores') return null;
  return Buffer.concat([
    floats((reading) => (reading?.fold === 'ratio' ? reading.numerator : NaN)),
    floats((reading) => (reading?.fold === 'ratio' ? reading.denominator : NaN)),
  ]);
}

function decode(signal: IndexedSignal, seconds: number, bytes: Buffer): (Reading | null)[] {
  const float = (place: number): number => bytes.readDoubleLE(8 * place);
  if (signal.fold === 'distribution') {
    let at = 0;
    return Array.from({ length: seconds }, (): Reading | null => {
      const length = bytes.readUInt32LE(at);
      const part = bytes.subarray(at + 4, at + 4 + length);
      at += 4 + length;
      return length === 0 ? null : { fold: 'distribution', distribution: decodeDistribution(part) };
    });
  }
  return Array.from({ length: seconds }, (_, place): Reading | null => {
    const value = float(place);
    if (Number.isNaN(value)) return null;
    if (signal.fold === 'sum') return { fold: 'sum', value, seconds: 1 };
    return { fold: 'ratio', numerator: value, denominator: float(seconds + place) };
  });
}

/** Packs the points of one hub or component that lie within {@link packSeconds}, oldest first; null where none of them knows anything. */
export async function packPoints(
  table: SignalTable,
  component: ComponentKey | null,
  points: readonly Point[],
): Promise<PackedSeries | null> {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const from = first.second;
  const seconds = last.second - from + 1;
  const signals: Record<string, string> = {};
  for (const signal of table.signals) {
    const bytes = encode(signal, from, seconds, points);
    if (bytes !== null) signals[signal.name] = (await pack(bytes)).toString('base64');
  }
  return Object.keys(signals).length === 0 ? null : { component, from, seconds, signals };
}

/**
 * The points that were packed, oldest first; seconds of which nothing is known are left out, and so are signals that the table
 * does not have.
 * @throws HubscopeError `malformed_body` where the bytes are no values
 */
export async function unpackPoints(table: SignalTable, hub: HubId, packed: PackedSeries): Promise<Point[]> {
  const { component, from, seconds } = packed;
  const points = Array.from({ length: seconds }, (_, place) => ({
    hub,
    component,
    second: second(from + place),
    readings: table.signals.map((): Reading | null => null),
  }));
  for (const [name, text] of Object.entries(packed.signals)) {
    const signal = table.find(name);
    if (signal === null) continue;
    try {
      const bytes = await unpack(Buffer.from(text, 'base64'), { maxOutputLength: maxUnpacked });
      decode(signal, seconds, bytes).forEach((reading, place) => {
        const point = points[place];
        if (point !== undefined) point.readings[signal.index] = reading;
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new HubscopeError('malformed_body', `The values of ${name} can't be read: ${why}`);
    }
  }
  return points.filter(({ readings }) => readings.some((reading) => reading !== null));
}
