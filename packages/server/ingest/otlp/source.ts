import { createHash } from 'node:crypto';
import { cleanName, hubId, type MappingTable, type SeenTelemetry, type Source } from '@hubscope/core/signal';
import type { Clock, Millis } from '@hubscope/core/time';
import { bytesOf, Interned } from '../interned.js';
import { latelyMs } from '../lately.js';
import type { SeriesSink } from '../sink.js';
import { identifying, type Resource } from './entities.js';
import type { Attributes, Scalar } from './messages.js';
import { MetricPlans } from './metric-plans.js';
import { decodeResource } from './protobuf.js';
import { SpanNames } from './span-names.js';
import type { Redact } from './texts.js';

/** Resources remembered; the oldest goes when one more comes. */
const capacity = 4096;

const limits = ['container.cpu.limit', 'k8s.container.cpu.limit', 'hub.cpu.limit'] as const;

/** What a limit of CPUs may say: a share of a limit outside of this is none of anything. */
const [leastCpus, mostCpus] = [0.001, 1_000_000];

const asIs: Redact = (text) => text;

function textOf(value: Scalar | undefined, redact: Redact): string | null {
  if (value === undefined || value === null) return null;
  // Before it is cut, so that no half of what is left out stays.
  const text = cleanName(redact(String(value)));
  return text === '' ? null : text;
}

function first(resource: Attributes, redact: Redact, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(resource.get(name), redact);
    if (text !== null) return text;
  }
  return null;
}

/** The process as its resource names it; null where that says nothing, or what is redacted: then it could not be told from others. */
function instanceOf(resource: Attributes, redact: Redact): string | null {
  const read = (how: Redact): string | null => {
    const [host, pid] = [first(resource, how, 'host.name', 'host.id'), first(resource, how, 'process.pid')];
    return (
      first(resource, how, 'service.instance.id') ?? (host !== null && pid !== null ? `${host}-${pid}` : null)
    );
  };
  const named = read(asIs);
  return named === read(redact) ? named : null;
}

/** Attributes as text, the same for the same ones in any order. */
function contentOf(attributes: Attributes): string {
  return JSON.stringify([...attributes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A process that nothing names: by what tells its resource from others. */
function hashOf(resource: Resource): string {
  return createHash('sha256')
    .update(contentOf(identifying(resource)))
    .digest('hex')
    .slice(0, 16);
}

function cpuLimit(resource: Attributes): number | null {
  // Attributes given through the environment are text.
  const limit = Number(first(resource, asIs, ...limits) ?? NaN);
  return limit >= leastCpus && limit <= mostCpus ? limit : null;
}

/** What a resource says: the process, and the name of the service that is its component where nothing else is. */
export interface Origin {
  readonly source: Source;
  readonly service: string;
  /** `hub.variant`: the way of running the hub that all of the process is; null where its spans may say. */
  readonly variant: string | null;
  /** What its metrics become. */
  readonly plans: MetricPlans;
  /** The names of its spans. */
  readonly spanNames: SpanNames;
}

/** Resources as the processes they stand for; equal ones share one object, across requests. */
export class Sources {
  readonly #known = new Map<string, Origin>();
  readonly #byBytes = new Interned<Origin>({ entries: capacity, bytes: 4 * 1024 * 1024 });

  /**
   * @param sink where the points of their series go
   * @param redact leaves out of what they say what is not to be kept
   */
  constructor(
    private readonly mappings: MappingTable,
    private readonly clock: Clock,
    private readonly sink: SeriesSink,
    private readonly redact: Redact,
  ) {}

  /** The same for a resource as protobuf has it. */
  ofBytes(words: DataView, from: number, to: number): Origin {
    return this.#byBytes.of(words, from, to, this.#ofBytes);
  }

  /** What its processes sent in the minute before `now`. */
  seen(now: Millis): SeenTelemetry[] {
    const since = now - latelyMs;
    return [...this.#known.values()].flatMap(({ source, plans, spanNames }) => [
      ...plans.seen(source.hub, since),
      ...spanNames.seen(source.hub, since),
    ]);
  }

  of({ attributes: resource, entities }: Resource): Origin {
    const content = contentOf(resource) + (entities.length === 0 ? '' : JSON.stringify(entities));
    const known = this.#known.get(content);
    if (known !== undefined) return known;
    const text = (...names: readonly string[]): string | null => first(resource, this.redact, ...names);
    const source: Source = {
      hub: hubId(text('hub.name', 'service.namespace', 'service.name') ?? ''),
      instance: instanceOf(resource, this.redact) ?? hashOf({ attributes: resource, entities }),
      host: text('host.name', 'host.id'),
      version: text('service.version'),
      cpuLimit: cpuLimit(resource),
      closedLoad: text('hub.load') === 'closed',
    };
    if (this.#known.size >= capacity) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    const made: Origin = {
      source,
      service: text('service.name') ?? source.hub,
      variant: text('hub.variant'),
      plans: new MetricPlans({ source, mappings: this.mappings, clock: this.clock, sink: this.sink }),
      spanNames: new SpanNames(),
    };
    this.#known.set(content, made);
    return made;
  }

  readonly #ofBytes = (words: DataView, from: number, to: number): Origin =>
    this.of(decodeResource(bytesOf(words, from, to)));
}
