import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Note } from '../messages.js';
import { Reviewer } from './reviewer.js';
import { compose } from './writer.js';

const note = (quote: string, file = 'a.md', score = 1): Note => ({
  file,
  heading: 'A',
  line: 1,
  quote,
  score,
});

describe('the reviewer', () => {
  let shelf: string;
  beforeEach(() => {
    shelf = mkdtempSync(join(tmpdir(), 'reviewer-'));
    writeFileSync(join(shelf, 'a.md'), '# A\nIt is   a [link](b.md) that\nleads on.\n');
  });
  afterEach(() => {
    rmSync(shelf, { recursive: true });
  });

  it('lets a quote stand that the document has, whatever its line breaks', async () => {
    expect(await new Reviewer(shelf).rejected([note('It is a [link](b.md) that leads on.')])).toEqual([]);
  });

  it('rejects what the document does not say word for word, and what has gone', async () => {
    const altered = note('It is a link that leads on.');
    const gone = note('It is', 'gone.md');
    expect(await new Reviewer(shelf).rejected([note('leads on'), altered, gone])).toEqual([altered, gone]);
  });
});

describe('the writer', () => {
  it('cites the best notes, best first, each with where it stands', () => {
    const notes = [1, 5, 3, 2, 4, 0].map((score) => note(`quote ${String(score)}`, 'a.md', score));
    const { text, cited } = compose('Why?', notes);
    expect(cited.map(({ score }) => score)).toEqual([5, 4, 3, 2]);
    expect(text).toContain('> quote 5\n— [1] a.md, "A"');
  });
});
