import { compressSync } from 'snappy';

/** How many processes, and how many metrics each has: 2,000 series. */
export const processes = 20;
export const metrics = 100;

const textLength = (text: string): Buffer => Buffer.from(text, 'utf8');

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}

function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([...varint(number * 8 + 2), ...varint(content.length)]), content]);
}

function label(name: string, value: string): Buffer {
  return field(1, Buffer.concat([field(1, textLength(name)), field(2, textLength(value))]));
}

/** Every second metric only goes up. */
export function metricName(metric: number): string {
  const number = String(metric).padStart(2, '0');
  return metric % 2 === 0 ? `bench_requests_${number}_total` : `bench_queue_${number}`;
}

/**
 * A `prometheus.WriteRequest` of all series, one sample each, as a Prometheus with a scrape of 20 targets sends it. Only values and times differ
 * from request to request: they have fixed places.
 */
export class RemoteWriteBody {
  readonly #body: Buffer;
  /** Where the values stand; each time follows its value. */
  readonly #places: number[] = [];
  #sent = 0;

  constructor() {
    const parts: Buffer[] = [];
    let length = 0;
    for (let process = 0; process < processes; process += 1) {
      for (let metric = 0; metric < metrics; metric += 1) {
        const sample = Buffer.concat([
          Buffer.from([9]),
          Buffer.alloc(8),
          Buffer.from([16, ...varint(Date.now())]),
        ]);
        const series = field(
          1,
          Buffer.concat([
            label('__name__', metricName(metric)),
            label('cluster', 'eu-1'),
            label('handler', '/v1/chat/completions'),
            label('instance', `worker-${String(process).padStart(2, '0')}.example.internal:9100`),
            label('job', 'shop'),
            field(2, sample),
          ]),
        );
        parts.push(series);
        length += series.length;
        this.#places.push(length - sample.length + 1);
      }
    }
    this.#body = Buffer.concat(parts);
  }

  /** The body, packed, with values of its own and this time (ms since the epoch). */
  at(time: number): Buffer {
    this.#sent += 1;
    const bytes = varint(time);
    this.#places.forEach((place, series) => {
      const value =
        series % 2 === 0 ? this.#sent * ((series % 7) + 1) : 1000 * Math.sin(this.#sent / 50 + series);
      this.#body.writeDoubleLE(value, place);
      this.#body.set(bytes, place + 9);
    });
    return compressSync(this.#body);
  }
}
