import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shareOf } from './questions.js';

/** A part of a document under one heading (Markdown) or around one declaration (TypeScript). */
export interface Section {
  /** `file#number`. */
  readonly id: string;
  /** The document's name on the shelf. */
  readonly file: string;
  readonly heading: string;
  /** Bytes of the document that it covers, end excluded. */
  readonly start: number;
  readonly end: number;
}

/** Bounds of what is read: enough for thousands of questions, little enough to start in a second. */
const maxFiles = 240;
const maxFileBytes = 120_000;
const maxSections = 4000;
const leastSectionBytes = 160;
const mostSectionBytes = 6000;

const ownModules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

function documentsOf(folder: string): string[] {
  const names = readdirSync(folder).sort();
  const readme = names.find((name) => /^readme\.md$/i.test(name));
  const types = names.filter((name) => name.endsWith('.d.ts')).slice(0, 2);
  return [...(readme === undefined ? [] : [readme]), ...types].map((name) => join(folder, name));
}

/** The Markdown and type declarations that are installed in a folder of modules, always the same ones in the same order. */
function installedIn(modules: string): string[] {
  const folders = readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(modules, name)).map((inner) => join(name, inner)) : [name],
    )
    .sort()
    // The workspace's own packages are links; what is being written now is no library.
    .filter((name) => existsSync(join(modules, name, 'package.json')) && !name.includes('hubscope'))
    .map((name) => join(modules, name));
  const files: string[] = [];
  for (const folder of folders) {
    if (files.length >= maxFiles) break;
    if (statSync(folder).isDirectory()) files.push(...documentsOf(folder));
  }
  return files.filter((file) => statSync(file).size <= maxFileBytes).slice(0, maxFiles);
}

/**
 * Copies the corpus to a shelf of its own, a temporary folder.
 * @param modules the folder of what is installed, with a slash at its end; the project's own unless said
 * @returns the folder
 */
export function stockShelf(modules = ownModules): string {
  const shelf = mkdtempSync(join(tmpdir(), 'research-hub-'));
  mkdirSync(shelf, { recursive: true });
  for (const file of installedIn(modules)) {
    const name = file.slice(modules.length).replace(/[\\/]/g, '__');
    cpSync(file, join(shelf, name));
  }
  return shelf;
}

/** Questions about weeded documents are this share of all, about; a document that would take it past the greatest stays. */
const [weededShare, greatestWeededShare] = [0.009, 0.011];

/**
 * The documents to weed: those asked for least, until the questions about them are a certain share of all. So the share of
 * questions that fail for them does not hang on which packages are installed.
 */
export function seldomAsked(sections: readonly Section[]): string[] {
  const shares = new Map<string, number>();
  sections.forEach(({ file }, place) => {
    shares.set(file, (shares.get(file) ?? 0) + shareOf(place, sections.length));
  });
  const weeded: string[] = [];
  let sum = 0;
  for (const [file, share] of [...shares].reverse()) {
    if (sum >= weededShare) break;
    if (sum + share > greatestWeededShare) continue;
    weeded.push(file);
    sum += share;
  }
  return weeded;
}

/** Weeds documents from the shelf after it was indexed: the index still names them, and reading them fails. */
export function weedShelf(shelf: string, sections: readonly Section[]): void {
  for (const file of seldomAsked(sections)) rmSync(join(shelf, file));
}

const marks = {
  '.md': /^#{1,4}\s+(.+?)\s*#*\s*$/gm,
  '.ts':
    /^export\s+(?:declare\s+)?(?:abstract\s+)?(?:interface|type|class|function|const|enum)\s+([A-Za-z_$][\w$]*)/gm,
} as const;

/** The sections of one document. */
export function sectionsOf(file: string, text: string): Section[] {
  const pattern = file.endsWith('.ts') ? marks['.ts'] : marks['.md'];
  const found = [...text.matchAll(pattern)];
  return found.flatMap((match, place) => {
    const from = match.index;
    const to = Math.min(found[place + 1]?.index ?? text.length, from + mostSectionBytes);
    const start = Buffer.byteLength(text.slice(0, from));
    const end = start + Buffer.byteLength(text.slice(from, to));
    if (end - start < leastSectionBytes) return [];
    return [{ id: `${file}#${String(place)}`, file, heading: match[1] ?? '', start, end }];
  });
}

/** The sections of all documents on a shelf, each with its text. */
export function readShelf(shelf: string): { section: Section; text: string }[] {
  const all: { section: Section; text: string }[] = [];
  for (const file of readdirSync(shelf).sort()) {
    const bytes = readFileSync(join(shelf, file));
    for (const section of sectionsOf(basename(file), bytes.toString('utf8'))) {
      if (all.length >= maxSections) return all;
      all.push({ section, text: bytes.toString('utf8', section.start, section.end) });
    }
  }
  return all;
}
