import {
  attributesOf,
  communicationAttributes,
  namingAlone,
  spanConventions,
  type ComponentKind,
  type SpanMapping,
} from '@hubscope/core/signal';

/** What an attribute is to a span's reader: a slot of {@link SpanFields}, or one of these. */
export const unwanted = -1;
export const content = -2;

/** Events of spans that hold what users, models or tools said. Source: OpenTelemetry semantic conventions for generative AI before 1.37. */
export const contentEvents: ReadonlySet<string> = new Set([
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
  'gen_ai.system.message',
  'gen_ai.user.message',
  'gen_ai.assistant.message',
  'gen_ai.tool.message',
  'gen_ai.choice',
]);

/** How operations of one kind are named, by slots. */
export interface Naming {
  readonly kind: ComponentKind;
  readonly names: readonly number[];
  /** The convention whose operation it is; null where the name alone says it. */
  readonly convention: ReadConvention | null;
}

/** A convention with the slots of its attributes. */
export interface ReadConvention {
  readonly operation: number;
  readonly operations: ReadonlyMap<string, Naming>;
  /** Endings of names of spans that are none of these. */
  readonly notOperations: readonly string[];
  readonly tokensIn: readonly number[];
  readonly tokensOut: readonly number[];
  /** Slot and what makes ms of its value. */
  readonly ttft: readonly (readonly [slot: number, factor: number])[];
}

/**
 * Finds a text field of a JSON object, with none but numbers, texts and the like before it: long values are cut, so that what
 * is left of them is no JSON.
 */
function textField(name: string): RegExp {
  const before = String.raw`(?:"[^"\\]*":\s?(?:"[^"\\]*"|[-+.\deE]+|true|false|null),\s?)*`;
  return new RegExp(String.raw`^\s?\{${before}"${name}":\s?"([^"\\]*)"`);
}

/** Which attributes of spans are read, each with its slot; every other is left where it stands. */
export class SpanReading {
  readonly conventions: readonly ReadConvention[];
  /** Names of events that mark the first token. */
  readonly firstTokens: ReadonlySet<string>;
  readonly alone: readonly Naming[];
  readonly communication: readonly number[];
  readonly errorType: number;
  readonly variant: number;
  /** By slot: the field that is read of an attribute that holds a JSON object. */
  readonly fields: ReadonlyMap<number, RegExp>;
  /** Attributes that are kept, with their slots. */
  readonly kept: readonly (readonly [name: string, slot: number])[];
  readonly #slots = new Map<string, number>();
  readonly #content = new Set<string>();
  readonly #contentBeginnings: readonly string[];

  /** @param kept attributes that are kept though they hold content */
  constructor(
    readonly mappings: readonly SpanMapping[] = [],
    kept: readonly string[] = [],
  ) {
    const slot = (name: string): number => this.#slot(name);
    const namesOf = (kind: ComponentKind, own: readonly string[]): number[] => {
      const others = spanConventions.flatMap(({ names }) => names[kind] ?? []);
      return [...new Set([...own, ...others])].map(slot);
    };
    this.conventions = spanConventions.map((convention) => {
      const operations = new Map<string, Naming>();
      const made: ReadConvention = {
        operation: slot(convention.operation),
        operations,
        notOperations: convention.notOperations ?? [],
        tokensIn: convention.tokensIn.map(slot),
        tokensOut: convention.tokensOut.map(slot),
        ttft: Object.entries(convention.ttft).map(([name, factor]) => [slot(name), factor] as const),
      };
      for (const [value, kind] of Object.entries(convention.operations)) {
        const names = namesOf(kind, convention.names[kind] ?? []);
        operations.set(value, { kind, names, convention: made });
      }
      return made;
    });
    const fields = spanConventions.flatMap((convention) => Object.entries(convention.fields ?? {}));
    this.fields = new Map(fields.map(([name, field]) => [slot(name), textField(field)]));
    this.firstTokens = new Set(spanConventions.flatMap(({ firstToken = null }) => firstToken ?? []));
    this.alone = namingAlone.map(({ attribute, kind }) => ({
      kind,
      names: [slot(attribute)],
      convention: null,
    }));
    this.communication = communicationAttributes.map(slot);
    this.errorType = slot('error.type');
    this.variant = slot('hub.variant');
    for (const name of mappings.flatMap(attributesOf)) slot(name);
    this.kept = kept.map((name) => [name, slot(name)] as const);
    const patterns = spanConventions.flatMap((convention) => convention.content);
    for (const pattern of patterns) if (!pattern.endsWith('*')) this.#content.add(pattern);
    this.#contentBeginnings = patterns.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
  }

  /** The attribute of each slot. */
  get names(): readonly string[] {
    return [...this.#slots.keys()];
  }

  /** The slot of an attribute, {@link unwanted} or {@link content}. */
  slotOf(name: string): number {
    const slot = this.#slots.get(name);
    if (slot !== undefined) return slot;
    const said = this.#content.has(name) || this.#contentBeginnings.some((each) => name.startsWith(each));
    return said ? content : unwanted;
  }

  #slot(name: string): number {
    const known = this.#slots.get(name);
    if (known !== undefined) return known;
    this.#slots.set(name, this.#slots.size);
    return this.#slots.size - 1;
  }
}
