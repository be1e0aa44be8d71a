import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sectionsOf, seldomAsked, stockShelf, type Section } from './corpus.js';
import { questions, shareOf } from './questions.js';

const long = 'x'.repeat(200);

describe('the corpus', () => {
  it('is what is installed, whatever the folder of the project is called', () => {
    const project = mkdtempSync(join(tmpdir(), 'hubscope-'));
    const modules = join(project, 'node_modules');
    for (const name of ['library', '@hubscope/core']) {
      mkdirSync(join(modules, name), { recursive: true });
      for (const file of ['package.json', 'README.md']) writeFileSync(join(modules, name, file), '# Words');
    }
    const shelf = stockShelf(`${modules}/`);
    expect(readdirSync(shelf)).toEqual(['library__README.md']);
    for (const folder of [project, shelf]) rmSync(folder, { recursive: true });
  });

  it('has a section for each heading of Markdown, by bytes', () => {
    const text = `# Größe\n${long}\n## Short\nno\n### Last one ##\n${long}`;
    const sections = sectionsOf('a.md', text);
    expect(sections.map(({ heading }) => heading)).toEqual(['Größe', 'Last one']);
    const bytes = Buffer.from(text);
    expect(bytes.toString('utf8', sections[1]?.start, sections[1]?.end)).toBe(`### Last one ##\n${long}`);
  });

  it('has a section for each exported declaration of TypeScript', () => {
    const text = `export interface Options {\n${long}\n}\ndeclare const hidden: 1;\nexport declare function run(): void;\n// ${long}`;
    expect(sectionsOf('a.d.ts', text).map(({ heading }) => heading)).toEqual(['Options', 'run']);
  });

  it.each([3, 10, 400])(
    'weeds documents that about 1 %% of questions are for, of documents of %d sections',
    (size) => {
      const sections: Section[] = Array.from({ length: 2000 }, (_, place) => {
        const file = `${String(Math.floor(place / size)).padStart(4, '0')}.md`;
        return { id: `${file}#${String(place)}`, file, heading: `h${String(place)}`, start: 0, end: 1 };
      });
      const weeded = new Set(seldomAsked(sections));
      const share = sections.reduce(
        (sum, { file }, place) => sum + (weeded.has(file) ? shareOf(place, sections.length) : 0),
        0,
      );
      expect(share).toBeLessThanOrEqual(0.011);
      if (size < 100) expect(share).toBeGreaterThan(0.007);
    },
  );
});

describe('the questions', () => {
  const sections: Section[] = Array.from({ length: 1000 }, (_, place) => ({
    id: `a#${String(place)}`,
    file: 'a',
    heading: `topic${String(place)}`,
    start: 0,
    end: 1,
  }));
  const take = (count: number, seed?: number): string[] => {
    const asked = questions(sections, seed);
    return Array.from({ length: count }, () => asked.next().value);
  };

  it('are the same from the same seed, and others from another', () => {
    expect(take(50, 3)).toEqual(take(50, 3));
    expect(take(50, 3)).not.toEqual(take(50, 4));
  });

  it('are thousands, and fall on topics as their shares say', () => {
    const asked = take(20_000);
    expect(new Set(asked).size).toBeGreaterThan(5000);
    const about = asked.filter((question) => /topic\d\b/.test(question)).length / asked.length;
    const first = Array.from({ length: 10 }, (_, place) => shareOf(place, 1000)).reduce(
      (sum, share) => sum + share,
      0,
    );
    // Three of four forms have two topics.
    expect(about).toBeCloseTo(0.25 * first + 0.75 * (1 - (1 - first) ** 2), 1.5);
  });
});
