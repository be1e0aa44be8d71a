import type { SeenTelemetry } from '@hubscope/core/signal';
import type { SpanFields } from './span-fields.js';

/** Names of one process that are remembered; spans of further ones are not told of. */
const capacity = 200;

interface Seen {
  at: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Which names the spans of one process have, for a mapping's preview: each with the attributes of its first span. */
export class SpanNames {
  readonly #seen = new Map<string, Seen>();

  note(span: SpanFields): void {
    const known = this.#seen.get(span.name);
    if (known !== undefined) known.at = Math.max(known.at, span.end);
    else if (this.#seen.size < capacity)
      this.#seen.set(span.name, { at: span.end, attributes: span.attributes() });
  }

  seen(hub: string, since: number): SeenTelemetry[] {
    return [...this.#seen]
      .filter(([, { at }]) => at >= since)
      .map(([name, { attributes }]) => ({ hub, door: 'otlp', type: 'span', name, attributes, signals: [] }));
  }
}
