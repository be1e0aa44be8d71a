import { describe, expect, it } from 'vitest';
import { plan } from './agents/planner.js';
import { compose } from './agents/writer.js';
import { CpuBudget } from './budget.js';
import { sectionsOf } from './corpus.js';
import { LoadBoard } from './load-board.js';
import { Lru } from './lru.js';
import { bodyOf, textOf, transferable } from './messages.js';
import { parseQuery, QueryError } from './query.js';
import { questions } from './questions.js';
import { Switches } from './switches.js';

describe('the planner', () => {
  it.each([
    ['What is said of caching and `reply.send`?', ['caching', '`reply.send`']],
    ['How does Router relate to hooks?', ['Router', 'hooks']],
    ['Explain back pressure', ['back pressure']],
    ['Where do "Deep equality" or plugins matter?', ['"Deep equality"', 'plugins']],
  ])('splits %s', (question, queries) => {
    expect(plan(question)).toEqual(queries);
  });
});

describe('the query language', () => {
  it('keeps the words that carry meaning', () => {
    expect(parseQuery('How to `reply.send` the "Deep equality"?').terms).toEqual([
      'reply.send',
      'deep',
      'equality',
    ]);
  });

  it.each(['an "open quote', '"', 'of the', '()'])('does not take %s', (text) => {
    expect(() => parseQuery(text)).toThrow(QueryError);
  });
});

describe('the corpus', () => {
  it('cuts a document at its headings, by bytes', () => {
    const text = `# Füße\n\n${'a'.repeat(200)}\n## Two\n\n${'b'.repeat(200)}\n`;
    const sections = sectionsOf('x.md', text);
    expect(sections.map(({ heading }) => heading)).toEqual(['Füße', 'Two']);
    const bytes = Buffer.from(text);
    const second = sections[1];
    expect(bytes.toString('utf8', second?.start, second?.end)).toMatch(/^## Two/);
  });

  it('cuts declarations at their exports', () => {
    const text = `export interface A {\n${'  a: string;\n'.repeat(20)}}\nexport declare function b(): void;\n`;
    expect(sectionsOf('x.d.ts', text).map(({ heading }) => heading)).toEqual(['A']);
  });
});

describe('questions', () => {
  const sections = Array.from({ length: 500 }, (_, n) => ({
    id: '',
    file: '',
    heading: `topic${String(n)}`,
    start: 0,
    end: 0,
  }));
  const ask = (seed: number) => {
    const asked = questions(sections, seed);
    return Array.from({ length: 2000 }, () => asked.next().value);
  };

  it('are the same for the same seed, and others for another', () => {
    expect(ask(1)).toEqual(ask(1));
    expect(ask(1)).not.toEqual(ask(2));
  });

  it('ask for a few topics often and for most seldom', () => {
    const counts = new Map<string, number>();
    for (const question of ask(1)) {
      for (const topic of question.match(/topic\d+/g) ?? []) counts.set(topic, (counts.get(topic) ?? 0) + 1);
    }
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const total = sorted.reduce((sum, count) => sum + count, 0);
    const busiest = sorted.slice(0, 50).reduce((sum, count) => sum + count, 0);
    expect(busiest / total).toBeGreaterThan(0.35);
    expect(counts.size).toBeGreaterThan(300);
  });
});

describe('the CPU budget', () => {
  it('comes to its share of a core over time, whatever a piece of work costs', () => {
    const budget = new CpuBudget(0.4, 40, 0, 0);
    let used = 0;
    for (let now = 0; now <= 60_000; now += 10) if (budget.admits(now, used)) used += 7.3;
    expect(used / 60_000).toBeGreaterThan(0.39);
    expect(used / 60_000).toBeLessThan(0.41);
  });

  it('pays back what was used too much before it admits again', () => {
    const budget = new CpuBudget(0.5, 100, 0, 0);
    expect(budget.admits(100, 150)).toBe(false);
    expect(budget.admits(299, 150)).toBe(false);
    expect(budget.admits(302, 150)).toBe(true);
  });

  it('saves up no more than a burst', () => {
    const budget = new CpuBudget(0.5, 20, 0, 0);
    expect(budget.admits(60_000, 0)).toBe(true);
    expect(budget.admits(60_001, 21)).toBe(false);
  });
});

describe('balancing', () => {
  it('gives to the idlest, or to the owner of a topic', () => {
    const board = LoadBoard.for(2);
    board.given(0, 3);
    board.given(1, 1);
    expect(board.idlest()).toBe(1);
    board.done(0, 3);
    expect(board.idlest()).toBe(0);
    expect(board.ownerOf('caching')).toBe(board.ownerOf('caching'));
    expect(new Set(['a', 'b', 'c', 'd'].map((topic) => board.ownerOf(topic))).size).toBe(2);
  });
});

describe('the passage cache', () => {
  it('keeps what was used last', () => {
    const cache = new Lru<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c'), cache.size]).toEqual([1, undefined, 3, 2]);
  });
});

describe('a passage on its way', () => {
  const bytes = new TextEncoder().encode('one\nzwölf\nthree');

  it('reads the same copied or handed over', () => {
    for (const asBytes of [true, false]) expect(textOf(bodyOf(bytes, 7, asBytes))).toBe('one\nzwölf\nthree');
  });

  it('changes hands only where it is bytes, and not with the document that it came from', () => {
    const passage = (asBytes: boolean) => ({
      id: '',
      file: '',
      heading: '',
      line: 1,
      body: bodyOf(bytes, 1, asBytes),
    });
    expect(transferable([passage(false)])).toEqual([]);
    const [buffer] = transferable([passage(true)]);
    expect(buffer).not.toBe(bytes.buffer);
    expect(buffer?.byteLength).toBe(bytes.byteLength);
  });
});

describe('the writer', () => {
  it('cites the notes that speak most to the question', () => {
    const note = (quote: string, score: number) => ({
      quote,
      score,
      file: `${quote}.md`,
      heading: 'H',
      line: 1,
    });
    const { text, cited } = compose('Why?', [
      note('weak', 0.1),
      note('strong', 0.9),
      note('b', 0.5),
      note('c', 0.4),
      note('d', 0.3),
    ]);
    expect(cited.map(({ quote }) => quote)).toEqual(['strong', 'b', 'c', 'd']);
    expect(text).toContain('> strong\n— [1] strong.md, "H"');
  });
});

it('shows a switch to every thread that shares its memory', () => {
  const here = new Switches();
  const there = new Switches(here.memory);
  here.turn('batching', true);
  expect(there.all()).toEqual({ cache: false, batching: true, balancing: false, transfer: false });
});
