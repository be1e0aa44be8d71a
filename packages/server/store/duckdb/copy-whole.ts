import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copySegments } from '../journal/segments.js';
import type { LentDatabase } from './lent-database.js';

export interface Kept {
  readonly folder: string;
  /** Of the database's file, in the folder. */
  readonly name: string;
  readonly database: LentDatabase;
}

/** A folder for a copy: made where there is none. @throws Error where something is in it */
export async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new Error(`${folder} is not empty`);
}

/**
 * Copies database and journal into a folder that is empty. Nothing may be taken from one into the other meanwhile: together they are whole.
 * @throws the file system's error; nothing is in the folder then
 */
export async function copyWhole({ folder, name, database }: Kept, to: string): Promise<void> {
  try {
    await database.use((open) => open.copyTo(join(to, name)));
    await copySegments(folder, to);
  } catch (error) {
    // Half a copy must not be taken for one.
    for (const each of await readdir(to)) await rm(join(to, each), { force: true });
    throw error;
  }
}
