import { copyFile, readdir, readFile, rename, truncate, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignalTable } from '@hubscope/core/signal';
import { isCut, readFrames, type Entry } from './frame.js';

const pattern = /^(\d{10})\.journal$/;

/** The file of a segment. */
export function segmentFile(folder: string, number: number): string {
  return join(folder, `${String(number).padStart(10, '0')}.journal`);
}

/** The numbers of the segments in a folder, oldest first. */
export async function segmentsIn(folder: string): Promise<number[]> {
  const found = (await readdir(folder)).flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return found.map(Number).sort((a, b) => a - b);
}

/** Reads the whole frames of a segment. @returns where they end */
export async function readSegment(
  folder: string,
  number: number,
  table: SignalTable,
  take: (entry: Entry, end: number) => void,
): Promise<{ readonly end: number; readonly size: number }> {
  const bytes = await readFile(segmentFile(folder, number));
  let end = 0;
  for (const read of readFrames(bytes, table)) {
    end = read.end;
    take(read.entry, end);
  }
  return { end, size: bytes.length };
}

/**
 * Cuts a segment off after its last whole frame. What a stop left of the next one was never acknowledged; a copy of anything else is
 * set aside first, never deleted.
 * @returns the name of the copy; null where there was nothing to keep
 */
export async function mendSegment(
  folder: string,
  number: number,
  end: number,
  now: number,
): Promise<string | null> {
  const file = segmentFile(folder, number);
  const rest = (await readFile(file)).subarray(end);
  const aside = isCut(rest) ? null : asideOf(file, now);
  if (aside !== null) await copyFile(file, aside);
  await truncate(file, end);
  return aside;
}

function asideOf(file: string, at: number): string {
  return `${file}.damaged-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
}

/** Sets a file aside under a name that says why, and when. @returns the new name */
export async function setAside(file: string, at: number): Promise<string> {
  const aside = asideOf(file, at);
  await rename(file, aside);
  return aside;
}

export async function removeSegment(folder: string, number: number): Promise<void> {
  await unlink(segmentFile(folder, number));
}

/** Copies every segment of a folder into another; what is written meanwhile may be cut, and is then as a stop would leave it. */
export async function copySegments(from: string, to: string): Promise<void> {
  for (const number of await segmentsIn(from)) {
    await copyFile(segmentFile(from, number), segmentFile(to, number));
  }
}
