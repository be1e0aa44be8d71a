import { fitsGlob } from '../judge/glob.js';
import type { Mapping } from './mapping.js';

/** What a model's tokens cost. */
export interface Price {
  /** A glob of the model's name. */
  readonly model: string;
  /** Currency units for a million tokens. */
  readonly input: number;
  readonly output: number;
}

const million = 1e6;

/** How much of a glob stands for itself: what says more of a model's name goes first. */
function literal({ model }: Price): number {
  return model.replaceAll(/[*?]/g, '').length;
}

/** Models remembered with their price; past it they are looked up anew. */
const capacity = 1000;

/** The prices of a configuration: of several that fit a model the one that says most of its name counts. */
export class PriceTable {
  readonly #prices: readonly Price[];
  readonly #found = new Map<string, Price | null>();

  constructor(prices: readonly Price[]) {
    this.#prices = prices.toSorted((a, b) => literal(b) - literal(a));
  }

  /** What tokens cost; null where the model has no price, or nothing is known of its tokens. */
  cost(model: string, tokensIn: number | null, tokensOut: number | null): number | null {
    if (this.#prices.length === 0 || (tokensIn === null && tokensOut === null)) return null;
    const price = this.#price(model);
    if (price === null) return null;
    return ((tokensIn ?? 0) * price.input + (tokensOut ?? 0) * price.output) / million;
  }

  #price(model: string): Price | null {
    const known = this.#found.get(model);
    if (known !== undefined) return known;
    const price = this.#prices.find(({ model: pattern }) => fitsGlob(pattern, model)) ?? null;
    if (this.#found.size >= capacity) this.#found.clear();
    this.#found.set(model, price);
    return price;
  }
}

/** The rows by which tokens that only a metric tells of have a cost: of models that are named in full. */
export function priceMappings(prices: readonly Price[]): Mapping[] {
  return prices
    .filter(({ model }) => !/[*?]/.test(model))
    .flatMap(({ model, input, output }) =>
      [
        { types: ['input'], price: input },
        { types: ['output', 'completion'], price: output },
      ].map(({ types, price }): Mapping => ({
        metric: 'gen_ai.client.token.usage',
        signal: 'cost',
        role: 'value',
        factor: price / million,
        rank: 1,
        where: { 'gen_ai.token.type': types, 'gen_ai.request.model': [model] },
      })),
    );
}
