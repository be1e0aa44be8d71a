import { hubId } from '@hubscope/core/signal';
import { beforeEach, describe, expect, it } from 'vitest';
import { Admission } from './admission.js';

const [flood, quiet, middling] = [hubId('flood'), hubId('quiet'), hubId('middling')];
let now: number;
let admission: Admission;

beforeEach(() => {
  now = 0;
  admission = new Admission({ now: () => now, share: 0.6, maxBytes: 1000 });
});

/** Lets hubs ask each 10 ms for 5 s; answers how much of what each asked was let in. */
function run(costs: ReadonlyMap<ReturnType<typeof hubId>, number>): Map<string, number> {
  const asked = new Map<string, number>();
  const taken = new Map<string, number>();
  for (const end = now + 5000; now < end; now += 10) {
    for (const [hub, ms] of costs) {
      asked.set(hub, (asked.get(hub) ?? 0) + 1);
      if (admission.wait(hub) !== null) continue;
      taken.set(hub, (taken.get(hub) ?? 0) + 1);
      admission.spent(hub, ms, 1);
    }
  }
  return new Map([...asked].map(([hub, count]) => [hub, (taken.get(hub) ?? 0) / count]));
}

describe('what waits', () => {
  it('is known by what bodies cost before', () => {
    admission.spent(flood, 80, 1_048_576);
    const release = admission.reserve(1_048_576);
    expect([admission.queuedMs(), admission.queuedMs(1_048_576)]).toEqual([50, 0]);
    release?.();
    expect(admission.queuedMs()).toBe(0);
  });

  it('refuses the hubs that send most, though time is left', () => {
    admission.spent(flood, 300, 100);
    admission.spent(quiet, 120, 100);
    expect([admission.wait(flood, 299), admission.wait(quiet, 299)]).toEqual([null, null]);
    expect([admission.wait(flood, 300), admission.wait(quiet, 300)]).toEqual([1, null]);
  });

  it('refuses the only hub that sends', () => {
    admission.spent(flood, 400, 100);
    expect(admission.wait(flood, 300)).toBe(1);
  });

  it('refuses whoever it may be where far too much waits', () => {
    admission.spent(flood, 400, 100);
    expect([admission.wait(null, 999), admission.wait(null, 1000), admission.wait(quiet, 1000)]).toEqual([
      null,
      1,
      null,
    ]);
  });

  it('refuses nobody while there is time enough: it waits for its senders then', () => {
    admission.spent(flood, 50, 100);
    expect([admission.wait(flood, 10_000), admission.wait(null, 10_000)]).toEqual([null, null]);
  });

  it('refuses who sends most when work that is there has waited, though hardly any time was spent', () => {
    admission.spent(flood, 100, 100);
    admission.spent(quiet, 20, 100);
    expect([admission.wait(flood, 0, 299), admission.wait(quiet, 0, 299)]).toEqual([null, null]);
    expect([admission.wait(flood, 0, 300), admission.wait(quiet, 0, 300)]).toEqual([1, null]);
  });

  it('lets in ever less the longer work has waited, of hubs that are alike too, and nothing past a second', () => {
    const alike = [flood, quiet, middling];
    alike.forEach((hub, at) => {
      admission.spent(hub, 90 + 10 * at, 100);
    });
    const letIn = (waitedMs: number): number =>
      alike.filter((hub) => admission.wait(hub, 0, waitedMs) === null).length;
    expect([0, 300, 400].map(letIn)).toEqual([3, 1, 0]);
    expect(admission.wait(hubId('new'), 0, 999)).toBeNull();
    expect([admission.wait(hubId('new'), 0, 1000), admission.wait(null, 0, 1000)]).toEqual([1, 1]);
  });

  it('is as long as most where nobody said how long it is, however long it may be', () => {
    const roomy = new Admission({ now: () => now, share: 0.6, maxBytes: 1e9 });
    // Small ones, each dear for its length.
    for (let count = 0; count < 1000; count += 1) roomy.spent(quiet, 1, 2000);
    const release = roomy.reserve(1_048_576, false);
    expect(roomy.queuedMs()).toBeLessThan(2);
    release?.();
    expect(roomy.queuedMs()).toBe(0);
  });
});

describe('time for telemetry', () => {
  it('is for all while there is enough', () => {
    const shares = run(
      new Map([
        [flood, 3],
        [quiet, 1],
      ]),
    );
    expect([...shares.values()]).toEqual([1, 1]);
  });

  it('is taken from the hub that floods, and the others are not refused', () => {
    const shares = run(
      new Map([
        [flood, 20],
        [quiet, 0.5],
        [middling, 1.5],
      ]),
    );
    expect(shares.get(quiet)).toBe(1);
    expect(shares.get(middling)).toBe(1);
    expect(shares.get(flood)).toBeLessThan(0.4);
    // What is left over is used: 0.6 less what the two take, a tick of 10 ms at 20 ms a request.
    expect(shares.get(flood)).toBeGreaterThan(0.15);
  });

  it('is there again a moment after the flood', () => {
    run(new Map([[flood, 20]]));
    admission.spent(flood, 500, 1);
    expect(admission.wait(flood)).toBe(1);
    now += 3000;
    expect(admission.wait(flood)).toBeNull();
  });
});

describe('room for bodies', () => {
  it('is bounded, given back once, and enough for one body of any size', () => {
    const whole = admission.reserve(5000);
    expect(whole).not.toBeNull();
    expect(admission.reserve(1)).toBeNull();
    whole?.();
    whole?.();
    const [first, second] = [admission.reserve(600), admission.reserve(400)];
    expect(first).not.toBeNull();
    expect(second).not.toBeNull();
    expect(admission.reserve(1)).toBeNull();
    second?.();
    expect(admission.reserve(300)).not.toBeNull();
  });
});
