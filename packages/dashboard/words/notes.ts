import { spoken } from './spoken.js';

/** Sentences with a variable that can be typed come in two parts, around it. */
const english = {
  reasons: {
    too_old: 'too old',
    future: 'from the future',
    bad_duration: 'with an impossible duration',
    bad_number: 'with an impossible number',
    bad_id: 'with a broken id',
    bad_time: 'with an impossible time',
    duplicate: 'delivered twice',
    out_of_order: 'out of order',
    component_limit: 'past the bound on components',
    series_limit: 'past the bound on series',
    instance_limit: 'past the bound on instances',
    hub_limit: 'past the bound on hubs',
  } as Readonly<Record<string, string>>,
  lag: (time: string) => [`This hub is ${time} behind, as its exporter waits that long. `, ' shortens it.'],
  resolution: (time: string) => [
    `Some metrics come each ${time} and are spread over that time. `,
    ' makes them come each second.',
  ],
  coarse: (share: string) => `Latency comes in wide buckets, so its percentiles are coarser than ${share}.`,
  cpu: (cores: string, one: boolean) =>
    `CPU is a share of ${cores} assumed ${one ? 'core' : 'cores'}: telemetry names no limit.`,
  dropped: (parts: readonly string[]) => `Not counted: ${parts.join(', ')}.`,
};

export type NoteWords = typeof english;
export const noteWords = spoken('notes', english);
