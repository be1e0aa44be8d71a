import type { ByteReader, ByteWriter } from '@hubscope/core/bytes';

/*
 * Which places of a block hold something: ascending whole numbers. The places that have a point are runs, since telemetry comes and
 * goes by the minute; those in which one signal is known are bits over these, since it may be known in any of them.
 */

/** Writes places as runs: for each, what it lies after the end of the one before, and its length. */
export function writeRuns(writer: ByteWriter, places: readonly number[]): void {
  const runs: [gap: number, length: number][] = [];
  let next = 0;
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && place === next) last[1] += 1;
    else runs.push([place - next, 1]);
    next = place + 1;
  }
  writer.varint(runs.length);
  for (const [gap, length] of runs) {
    writer.varint(gap);
    writer.varint(length);
  }
}

/** Reads what {@link writeRuns} wrote. @throws RangeError where a place lies past `most` */
export function readRuns(reader: ByteReader, most: number): number[] {
  const places: number[] = [];
  let next = 0;
  for (let runs = reader.varint(); runs > 0; runs -= 1) {
    next += reader.varint();
    const end = next + reader.varint();
    if (end > most) throw new RangeError('a run of places is longer than a block');
    for (; next < end; next += 1) places.push(next);
  }
  return places;
}

/** Writes which of the places are known, both ascending, as a bit each. */
export function writeBits(writer: ByteWriter, places: readonly number[], known: readonly number[]): void {
  const bits = new Uint8Array(Math.ceil(places.length / 8));
  let at = 0;
  for (const [index, place] of places.entries()) {
    if (known[at] !== place) continue;
    at += 1;
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  writer.raw(bits);
}

/** Reads what {@link writeBits} wrote. */
export function readBits(reader: ByteReader, places: readonly number[]): number[] {
  const bits = reader.raw(Math.ceil(places.length / 8));
  return places.filter((_, index) => ((bits[index >> 3] ?? 0) & (1 << (index & 7))) !== 0);
}

/** Reads places as version 1 wrote them: how many, and what each lies after the one before. */
export function readGaps(reader: ByteReader): number[] {
  let place = 0;
  return Array.from({ length: reader.varint() }, () => {
    place += reader.varint();
    return place;
  });
}
