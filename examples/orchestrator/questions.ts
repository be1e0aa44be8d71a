import type { Section } from './corpus.js';
import { seeded } from './seeded.js';

/** How much more often the first topics are asked for than the last: the share of a draw is raised to this power. */
const skew = 2.2;

/** The share of all draws that falls on one of the topics. @param place its place among them, from 0 */
export function shareOf(place: number, topics: number): number {
  return ((place + 1) / topics) ** (1 / skew) - (place / topics) ** (1 / skew);
}

const forms = [
  (a: string, b: string) => `What is said of ${a} and ${b}?`,
  (a: string, b: string) => `How does ${a} relate to ${b}?`,
  (a: string) => `Explain ${a}`,
  (a: string, b: string) => `Where do "${a}" or ${b} matter?`,
] as const;

/** Questions about the corpus, without end: a few topics are asked for often, most of them seldom. */
export function* questions(sections: readonly Section[], seed = 1): Generator<string, never> {
  const draw = seeded(seed);
  const topic = (): string => {
    const place = Math.floor(draw() ** skew * sections.length);
    return sections[place]?.heading ?? '';
  };
  for (;;) {
    const form = forms[Math.floor(draw() * forms.length)] ?? forms[0];
    yield form(topic(), topic());
  }
}
