import type { Gate, Limits } from '@hubscope/core/access';
import type { SignalTable } from '@hubscope/core/signal';
import type { Config } from '@hubscope/core/wire';
import type { AccessPort, OriginPolicy } from './api/index.js';
import type { Judge } from './judge/index.js';
import { clientAddresses } from './proxies.js';
import { Stream } from './stream/index.js';
import { clock, failing } from './system.js';
import { Turns } from './turns.js';

export interface StreamParts {
  readonly config: Pick<Config, 'max_viewers' | 'trusted_proxies'>;
  readonly table: SignalTable;
  readonly version: string;
  readonly origins: OriginPolicy;
  readonly gate: Gate & Pick<AccessPort, 'audit'>;
  readonly limits: Limits;
  readonly judge: Judge;
  /** The port that takes OTLP over HTTP; null before it is open. */
  readonly otlpHttpPort: () => number | null;
  /** Whether it speaks TLS. */
  readonly otlpHttpTls: boolean;
}

/** The fan-out to viewers, connected to the judge. */
export function connectStream({ config, judge, otlpHttpPort, otlpHttpTls, ...more }: StreamParts): Stream {
  // What goes to viewers waits for nothing but what goes to viewers.
  const turns = new Turns(failing('a viewer could not be told'));
  return new Stream({
    ...more,
    clock,
    maxViewers: () => config.max_viewers,
    clientAddress: clientAddresses(() => config.trusted_proxies),
    pace: turns.run.bind(turns),
    ports: {
      rulesFor: (hub) => judge.rulesFor(hub),
      hubOf: (id) => judge.hubOf(id),
      acknowledge: (id, by, note) => judge.acknowledge(id, by, note).acknowledged,
      note: (entry) => {
        more.gate.audit.note(entry);
      },
      otlpHttpPort,
      otlpHttpTls,
    },
    onError: failing('a viewer could not be served'),
  });
}
