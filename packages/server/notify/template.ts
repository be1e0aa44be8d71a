import { Liquid } from 'liquidjs';
import type { View } from './view.js';

/** JSON as a template has it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** How long rendering one text may take, ms, and how much it may allocate, in Liquid's own count. */
const limits = { parseLimit: 65_536, renderLimit: 100, memoryLimit: 5_000_000 };

const engine = new Liquid({
  ...limits,
  ownPropertyOnly: true,
  strictFilters: true,
  // A text that is one value and nothing else keeps its type: a number stays a number.
  keepOutputType: true,
  // No file is ever read: what a template includes is looked up here.
  templates: {},
});
// Text from outside, where the other side reads Markdown.
engine.registerFilter('markdown', (value: unknown) =>
  String(value).replace(/[\\`*_{}[\]()#+!|<>~@-]/g, String.raw`\$&`),
);

/** Renders HTML: every value is escaped. */
export const html = new Liquid({ ...limits, ownPropertyOnly: true, outputEscape: 'escape', templates: {} });

/**
 * Fills a template in. Values can't break out of their strings, since JSON is made of what comes out.
 * @throws Error where the template is wrong or beyond its limits
 */
export function fill(template: Json, view: View): Json {
  if (typeof template === 'string') return render(template, view);
  if (typeof template !== 'object' || template === null) return template;
  if (isList(template)) return template.map((each) => fill(each, view));
  return Object.fromEntries(Object.entries(template).map(([key, each]) => [key, fill(each, view)]));
}

function isList(json: object): json is readonly Json[] {
  return Array.isArray(json);
}

function render(text: string, view: View): Json {
  if (!text.includes('{')) return text;
  const out: unknown = engine.parseAndRenderSync(text, view);
  if (typeof out === 'string' || typeof out === 'number' || typeof out === 'boolean') return out;
  return out === null || out === undefined ? null : JSON.stringify(out);
}
