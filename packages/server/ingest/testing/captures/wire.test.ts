import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { MappingTable, SignalTable, type MetricObservation } from '@hubscope/core/signal';
import { openGate } from '@hubscope/core/access/testing';
import { millis } from '@hubscope/core/time';
import fastify from 'fastify';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { guardIngest } from '../../guard.js';
import { createOtlpGrpc } from '../../otlp/grpc.js';
import { createOtlpHttp } from '../../otlp/http.js';
import { WatchedIntake } from '../../otlp/testing/intake.js';
import { remoteWriteRoute } from '../../prometheus/index.js';
import { capturedConnections } from './captured.js';

const maxBodyBytes = 16_777_216;
const sockets: Socket[] = [];
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const close of closing.splice(0)) await close();
});

/** How grpc-go takes its leave: in a frame that Node takes for a fault, and so after the answers, which nobody here waits for. */
function withoutLeave(bytes: Buffer): Buffer {
  const reason = bytes.indexOf('client transport shutdown');
  return reason < 0 ? bytes : bytes.subarray(0, reason - 17);
}

/** Writes to a port what a client once wrote, each connection anew. */
async function replay(name: string, port: number): Promise<void> {
  for (const { bytes } of capturedConnections(name)) {
    const socket = connect(port, '127.0.0.1').resume();
    socket.on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    socket.write(withoutLeave(bytes));
  }
}

function portOf(address: unknown): number {
  return (address as { readonly port: number }).port;
}

const metricsOf = (watched: WatchedIntake, signal: string): MetricObservation[] =>
  watched.taken.filter((each) => each.type === 'metric').filter(({ mapping }) => mapping.signal === signal);

/** All that the program of each language does: four requests, each with a call of a model, the last one fails; two exports of metrics. */
function expectFourRequests(watched: WatchedIntake): void {
  const spans = watched.taken.filter((each) => each.type === 'span');
  const roots = spans.filter(({ parentId }) => parentId === null);
  expect(roots.map(({ failed }) => failed)).toEqual([false, false, false, true]);
  const calls = spans.filter(({ component }) => component?.kind === 'model');
  expect(calls.map(({ component, tokensIn, tokensOut }) => [component?.name, tokensIn, tokensOut])).toEqual(
    Array.from({ length: 4 }, () => ['tiny', 12, 5]),
  );
  expect(metricsOf(watched, 'queue_depth').map(({ value }) => value)).toEqual([
    { form: 'gauge', value: 4 },
    { form: 'gauge', value: 7 },
  ]);
  const counts = metricsOf(watched, 'ttft').map(({ value }) =>
    value.form === 'histogram' ? value.histogram.counts.reduce((sum, count) => sum + count, 0) : null,
  );
  expect(counts).toEqual([4, 5]);
  // An SDK may have metrics of its own that are no signals.
  for (const drop of watched.drops) expect(drop).toMatch(/ unmapped /);
}

describe('byte for byte, what was written over gRPC by', () => {
  it.each(['python-grpc', 'go-grpc', 'java-grpc', 'rust-grpc', 'collector-grpc'])(
    '%s is taken in',
    async (name) => {
      const watched = new WatchedIntake();
      const limits = { maxBodyBytes };
      const onError = (error: unknown): never => {
        throw error;
      };
      const door = createOtlpGrpc({ intake: watched.intake, gate: openGate, limits, onError });
      closing.push(() => door.close());
      await replay(name, await door.listen('127.0.0.1', 0));
      await vi.waitFor(() => {
        expectFourRequests(watched);
      }, 10_000);
    },
  );
});

describe('byte for byte, what was written over HTTP by', () => {
  it.each(['python-http', 'go-http', 'java-http', 'rust-http', 'collector-http', 'alloy-http'])(
    '%s is taken in',
    async (name) => {
      const watched = new WatchedIntake();
      const app = createOtlpHttp({
        intake: watched.intake,
        gate: openGate,
        limits: { maxBodyBytes },
        origins: () => [],
      });
      closing.push(() => app.close());
      await app.listen({ host: '127.0.0.1', port: 0 });
      await replay(name, portOf(app.server.address()));
      await vi.waitFor(() => {
        expectFourRequests(watched);
      }, 10_000);
    },
  );
});

/** Has what a client wrote as remote write taken in. */
async function replayWrite(name: string): Promise<WatchedIntake> {
  const watched = new WatchedIntake();
  const { clock, sink } = watched;
  // After all that was captured.
  clock.set(millis(2_000_000_000_000));
  const app = fastify();
  closing.push(() => app.close());
  guardIngest(app, openGate);
  const tables = { mappings: new MappingTable(), table: new SignalTable() };
  await app.register(remoteWriteRoute({ clock, ...tables, sink, limits: { maxBodyBytes } }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  await replay(name, portOf(app.server.address()));
  return watched;
}

describe('byte for byte, what was written as remote write by', () => {
  it.each([
    ['prometheus', 8],
    ['vmagent', 3],
    ['alloy-write', 8],
  ])('%s is the memory and the CPU time of its hub', async (name, least) => {
    const watched = await replayWrite(name);
    await vi.waitFor(() => {
      expect(metricsOf(watched, 'memory').length).toBeGreaterThanOrEqual(least);
      expect(metricsOf(watched, 'cpu').length).toBeGreaterThanOrEqual(least);
    }, 10_000);
    for (const { source, value } of metricsOf(watched, 'memory')) {
      expect(source).toMatchObject({ hub: 'shop', instance: '127.0.0.1:19281' });
      expect(value.form === 'gauge' && value.value > 3e7).toBe(true);
    }
    for (const { value } of metricsOf(watched, 'cpu')) expect(value).toMatchObject({ form: 'sum' });
    // `up` and its kin are no signals.
    for (const drop of watched.drops) expect(drop).toMatch(/^shop unmapped /);
  });

  it('a Prometheus 3, in 2.0, is the memory, the CPU time and the latency of its hub, from its native histogram', async () => {
    const watched = await replayWrite('prometheus3');
    await vi.waitFor(() => {
      for (const signal of ['memory', 'cpu', 'latency'])
        expect(metricsOf(watched, signal).length).toBeGreaterThanOrEqual(8);
    }, 10_000);
    for (const { source, series, value } of metricsOf(watched, 'latency')) {
      expect(source).toMatchObject({ hub: 'shop', instance: '127.0.0.1:19590' });
      expect(series).toContain('[native]');
      expect(value).toMatchObject({ form: 'histogram', temporality: 'cumulative' });
    }
    // With the begin of its counters it sends a zero of each bucket, among those of the first scrape: these are no loss.
    expect(watched.drops.filter((drop) => !drop.startsWith('shop unmapped '))).toEqual([]);
  });

  it('a Collector, in 2.0, is the queue and the time to first token of its hub', async () => {
    const watched = await replayWrite('collector-write');
    await vi.waitFor(() => {
      expect(metricsOf(watched, 'queue_depth').map(({ value }) => value)).toEqual([
        { form: 'gauge', value: 4 },
        { form: 'gauge', value: 7 },
      ]);
      expect(metricsOf(watched, 'ttft').map(({ value }) => value.form)).toEqual(['histogram', 'histogram']);
    }, 10_000);
    for (const { source } of metricsOf(watched, 'ttft'))
      expect(source).toMatchObject({ hub: 'go', instance: '1' });
  });
});
