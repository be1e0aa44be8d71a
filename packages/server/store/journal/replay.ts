import type { SignalTable } from '@hubscope/core/signal';
import type { Entry } from './frame.js';
import { mendSegment, readSegment, segmentFile, segmentsIn, setAside } from './segments.js';

export interface ReplayOptions {
  readonly folder: string;
  readonly table: SignalTable;
  /** ms since the epoch, for the names of what is set aside. */
  readonly now: number;
  /** Told a sentence about each part that was damaged. */
  readonly say: (sentence: string) => void;
}

/** A segment that was read. */
export interface Replayed {
  readonly number: number;
  /** Whether it holds more than records: points, or that a hub is to be forgotten, or damage that was kept. */
  readonly held: boolean;
}

/** On a disk that is full or read-only a segment stays as it is: what counts of it was read. */
const asItIs = (): undefined => undefined;

const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether it is this process that can't read now, whatever stands in the file. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM', 'ESTALE'].includes(String(error.code));

/**
 * Reads all of a journal, oldest first, and mends what a stop or damage left of its segments.
 * @param take an entry, where it ends in its segment, and the segment's number
 * @throws the file system's error where the folder or a segment may not be read now
 */
export async function* replay(
  { folder, table, now, say }: ReplayOptions,
  take: (entry: Entry, end: number, segment: number) => void,
): AsyncGenerator<Replayed> {
  for (const number of await segmentsIn(folder)) {
    try {
      const here = { held: false };
      const { end, size } = await readSegment(folder, number, table, (entry, at) => {
        here.held ||= entry.kind === 'points' || entry.kind === 'forget';
        take(entry, at, number);
      });
      // A stop in the middle of a write leaves part of a frame that nobody was told of.
      const kept = end < size ? await mendSegment(folder, number, end, now).catch(asItIs) : null;
      if (typeof kept === 'string')
        say(`The journal was damaged; what follows the damage was set aside as ${kept}.`);
      yield { number, held: here.held || kept !== null };
    } catch (error) {
      if (isRefusal(error)) throw error;
      const aside = await setAside(segmentFile(folder, number), now).catch(() => null);
      const where = aside === null ? '' : `; it was set aside as ${aside}`;
      say(`A part of the journal can't be read (${text(error)})${where}.`);
    }
  }
}
