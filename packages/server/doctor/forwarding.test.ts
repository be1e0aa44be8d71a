import { beforeEach, describe, expect, it } from 'vitest';
import type { ForwardCounts } from './forwarding.js';
import { Scene } from './testing/scene.js';

const endpoint = 'https://otel.example.org:4318';
const nothing = { full: 0, refused: 0, expired: 0, stopped: 0, foreign: 0 };

let stats: ForwardCounts[];
let scene: Scene;

function now(more: Partial<ForwardCounts>): void {
  stats = [{ endpoint, sent: 0, dropped: nothing, queuedBytes: 0, ...more }];
}

beforeEach(() => {
  now({});
  scene = new Scene({ forwarded: () => stats });
});

describe('what the doctor says of what is sent on', () => {
  it('that gets there: nothing', () => {
    for (let sent = 0; sent < 60; sent += 1) {
      now({ sent, queuedBytes: 5000 });
      scene.playFor(1, { everyMs: 200 });
    }
    expect(scene.codes()).toEqual([]);
  });

  it.each([
    ['full', 'max_queue_bytes'],
    ['refused', 'headers:'],
    ['expired', 'can be reached'],
  ])('that is lost as %s: how much, and what to do', (reason, todo) => {
    scene.playFor(60, { everyMs: 200 });
    now({ dropped: { ...nothing, [reason]: 3 } });
    const found = scene.found(`forward_${reason}`);
    expect(found).toMatchObject({ subject: endpoint, severity: 'error' });
    expect(found?.what).toMatch(/^3 not sent on/);
    expect(found?.todo).toContain(todo);
    expect(scene.doctor.report().healthy).toBe(false);
    scene.playFor(320, { everyMs: 200 });
    expect(scene.codes()).toEqual([]);
  });

  it('that is kept back, since part of it is of hubs that its sender may not bring: how much', () => {
    scene.playFor(60, { everyMs: 200 });
    now({ dropped: { ...nothing, foreign: 4 } });
    const found = scene.found('forward_foreign');
    expect(found).toMatchObject({ subject: endpoint, severity: 'warning' });
    expect(found?.what).toMatch(/^4 not sent on: part of each/);
    expect(scene.doctor.report().healthy).toBe(true);
  });

  it('that waits and does not go: since when', () => {
    now({ sent: 9 });
    scene.playFor(60, { everyMs: 200 });
    now({ sent: 9, queuedBytes: 48_200 });
    scene.playFor(10, { everyMs: 200 });
    expect(scene.codes()).toEqual([]);
    scene.playFor(30, { everyMs: 200 });
    const found = scene.found('forward_waiting');
    expect(found).toMatchObject({ subject: endpoint, severity: 'warning' });
    expect(found?.what).toMatch(/for 3\d(?:\.\d)? s; 49 kB wait/);
    now({ sent: 10, queuedBytes: 40_000 });
    expect(scene.codes()).toEqual([]);
  });

  it('by two forwarders to one endpoint: one finding', () => {
    now({ dropped: { ...nothing, full: 2 } });
    stats = [...stats, ...stats];
    const found = scene.doctor.report().findings.filter(({ code }) => code === 'forward_full');
    expect(found).toMatchObject([{ what: expect.stringMatching(/^4 not sent on/) as string }]);
  });
});

it('a forwarder that is built after the doctor is asked only later', () => {
  let built = false;
  const late = new Scene({
    forwarded: () => {
      if (!built) throw new Error('not built yet');
      return stats;
    },
  });
  built = true;
  now({ dropped: { ...nothing, full: 1 } });
  expect(late.found('forward_full')).not.toBeNull();
});
