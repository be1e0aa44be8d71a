import { createServer, type RequestListener, type Server } from 'node:http';
import type { House } from '../../prometheus/testing/house.js';
import { Target, type TargetConfig } from '../target.js';

const servers: Server[] = [];

/** A real HTTP server with a page of metrics. Answers its host and port. */
export function served(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`);
    });
  });
}

/** Closes all that were begun. */
export function closeServed(): void {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
}

/** What fetches a page of the hub `shop`. */
export function targetOf(house: House, host: string, more: Partial<TargetConfig> = {}): Target {
  const { clock, mappings, table, sink } = house;
  const config = {
    url: `http://${host}/metrics`,
    labels: { job: 'shop', instance: host },
    intervalMs: 1000,
    timeoutMs: 2000,
    maxBytes: 100_000,
    maxSamples: 1000,
    ...more,
  };
  return new Target(config, { clock, mappings, table, sink });
}
