import { fitsGlob } from '../judge/glob.js';
import type { ComponentKind } from './component.js';

/** A row by which spans of a name or with attributes become operations of a component, or give values of a signal. */
export interface SpanMapping {
  /** A glob of the span's name; null for any name. */
  readonly span: string | null;
  /** Only spans whose attributes have these values. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What they are operations of, and the attribute that names it; without one the span's name does. Null leaves that as it is. */
  readonly component: { readonly kind: ComponentKind; readonly name: string | null } | null;
  /** The signal that they give values of; null for none. */
  readonly signal: {
    readonly name: string;
    readonly fold: 'sum' | 'distribution';
    /** The attribute that holds the value; null for the span's duration in ms. */
    readonly value: string | null;
    readonly factor: number;
  } | null;
}

/** The attributes that a row reads. */
export function attributesOf({ attributes, component, signal }: SpanMapping): string[] {
  const named = [component?.name, signal?.value].filter((each) => typeof each === 'string');
  return [...Object.keys(attributes), ...named];
}

/** Whether a row is about a span of this name with these attributes. */
export function spanFits(
  { span, attributes }: SpanMapping,
  name: string,
  attribute: (name: string) => string | null,
): boolean {
  if (span !== null && !fitsGlob(span, name)) return false;
  return Object.entries(attributes).every(([key, value]) => attribute(key) === value);
}
